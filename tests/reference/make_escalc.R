# Effect sizes by metafor's escalc, noted down in escalc.json (versions are noted).
#
#     Rscript tests/reference/make_escalc.R > tests/reference/escalc.json
#
# Inputs are made up. Only figures are noted; the program has its formulas from the publications
# that litreview/extraction/convert/formulas names.

suppressMessages(library(metafor))
number <- function(x) format(x, digits = 17)
noted <- function(name, measure, inputs, ...) {
  found <- as.numeric(unlist(escalc(measure, ...)))
  cells <- paste0('"', names(inputs), '": ', sapply(inputs, number), collapse = ", ")
  sprintf('  {"measure": "%s", "inputs": {%s}, "yi": %s, "vi": %s}',
          name, cells, number(found[1]), number(found[2]))
}
lines <- c()
tables <- list(c(41, 131, 22, 119), c(0, 31, 6, 28), c(31, 31, 6, 28), c(0, 31, 0, 28),
               c(1, 900, 3, 450), c(28, 31, 28, 28))
measures <- c(RD = "RD", logRR = "RR", logOR = "OR", PAS = "AS", OR2DN = "OR2DN",
              OR2DL = "OR2DL", PBIT = "PBIT")
for (t in tables) for (m in names(measures)) {
  inputs <- list(events_treated = t[1], n_treated = t[2], events_control = t[3], n_control = t[4])
  lines <- c(lines, noted(m, measures[[m]], inputs,
                          ai = t[1], n1i = t[2], ci = t[3], n2i = t[4]))
}
groups <- list(c(25.3, 4.2, 31, 23.1, 5.1, 28), c(1041, 610.5, 977, 1064, 588.25, 834),
               c(3.1, 0.9, 4, 4.4, 1.3, 3))
for (g in groups) for (m in c("MD", "SMD", "ROM")) {
  inputs <- list(mean_treated = g[1], sd_treated = g[2], n_treated = g[3],
                 mean_control = g[4], sd_control = g[5], n_control = g[6])
  lines <- c(lines, noted(m, m, inputs, m1i = g[1], sd1i = g[2], n1i = g[3],
                          m2i = g[4], sd2i = g[5], n2i = g[6]))
}
g <- groups[[1]]
inputs <- list(mean_treated = g[1], n_treated = g[3], mean_control = g[4], sd_control = g[5],
               n_control = g[6])
lines <- c(lines, noted("SMD", "SMD1", inputs, m1i = g[1], sd1i = g[2], n1i = g[3],
                        m2i = g[4], sd2i = g[5], n2i = g[6]))
for (r in list(c(-0.42, 77), c(0.03, 12), c(0.97, 240))) {
  lines <- c(lines, noted("ZCOR", "ZCOR", list(correlation = r[1], n_total = r[2]),
                          ri = r[1], ni = r[2]))
}
# g from t: what escalc says of two groups with this t
for (t in list(c(2.5, 31, 28), c(-0.7, 977, 834))) {
  lines <- c(lines, noted("SMD", "SMD", list(t_value = t[1], n_treated = t[2], n_control = t[3]),
                          m1i = t[1] * sqrt(1 / t[2] + 1 / t[3]), m2i = 0, sd1i = 1, sd2i = 1,
                          n1i = t[2], n2i = t[3]))
}
cat(sprintf('{"metafor": "%s", "noted": [\n', packageVersion("metafor")))
cat(paste(lines, collapse = ",\n"))
cat("\n]}\n")

# What metafor and clubSandwich say of dependent effects, two-by-two tables, single studies and
# small-study regressions, noted down in synthesis.json (versions are noted).
#
#     Rscript tests/reference/make_synthesis.R ../shared/anchors/metafor > tests/reference/synthesis.json
#
# Data: the sets of metadat that lie in that folder, and tables that are made up. Only figures are
# noted.

suppressMessages({library(metafor); library(clubSandwich)})
json <- function(x) {
  if (is.list(x)) {
    inside <- paste0('"', names(x), '": ', sapply(x, json), collapse = ", ")
    return(paste0("{", inside, "}"))
  }
  cells <- sapply(x, function(one)
    if (is.na(one)) "null" else if (is.character(one)) paste0('"', one, '"')
    else if (is.logical(one)) tolower(one) else format(one, digits = 15))
  if (length(x) == 1) cells else paste0("[", paste(cells, collapse = ", "), "]")
}
folder <- commandArgs(TRUE)[1]
read <- function(name) {
  input <- read.csv(file.path(folder, paste0("dat.", name, ".input.csv")))
  input[c("yi", "vi")] <- read.csv(file.path(folder, paste0("dat.", name, ".es.csv")))[c("yi", "vi")]
  input
}
tight <- list(threshold = 1e-12, maxiter = 10000)
tightmv <- list(optimizer = "optim", optmethod = "BFGS", reltol = 1e-15, maxit = 10000)
noted <- list(R = as.character(getRversion()), metafor = as.character(packageVersion("metafor")),
              clubSandwich = as.character(packageVersion("clubSandwich")))

# --- dependent effects -------------------------------------------------------------------------
school <- read("konstantopoulos2011")
school$id <- seq_len(nrow(school))
school$late <- as.numeric(school$year >= 1990)
school$half <- paste0("control", 1 + school$study %% 2)
sizes <- 20 + (7 * school$study) %% 31
school$n1 <- sizes
school$n2 <- 10 + (3 * school$district) %% 17
robustly <- function(fit, cluster) {
  said <- lapply(c(CR0 = "CR0", CR1 = "CR1p", CR2 = "CR2"), function(kind) {
    test <- if (kind == "CR2") "Satterthwaite" else "naive-tp"
    found <- coef_test(fit, vcov = kind, cluster = cluster, test = test)
    df <- if (kind == "CR2") found$df_Satt else rep(length(unique(cluster)) - length(coef(fit)),
                                                   length(coef(fit)))
    list(se = found$SE, df = df, p = if (kind == "CR2") found$p_Satt else found$p_tp)
  })
  c(list(estimate = as.numeric(coef(fit)), naive = as.numeric(sqrt(diag(vcov(fit)))),
         logLik = as.numeric(logLik(fit))), said)
}
nested <- ~ 1 | district/id
mv <- function(V, random, mods = ~ 1, method = "REML")
  rma.mv(yi, V, mods = mods, random = random, data = school, method = method, control = tightmv)
rho <- vcalc(vi, cluster = district, obs = id, rho = 0.6, data = school)
shared <- vcalc(vi, cluster = district, grp1 = paste(id), w1 = n1, grp2 = half, w2 = n2, data = school)
models <- list(
  three_level = mv(school$vi, nested), three_level_ML = mv(school$vi, nested, method = "ML"),
  three_level_late = mv(school$vi, nested, ~ late), three_level_rho = mv(rho, nested),
  correlated_rho = mv(rho, ~ 1 | district), correlated = mv(school$vi, ~ 1 | district),
  three_level_shared = mv(shared, nested))
dependent <- lapply(models, function(fit) c(robustly(fit, school$district),
                                            list(sigma2 = fit$sigma2, Q = fit$QE)))
alone <- rma(yi, vi, data = school, method = "REML", control = tight)
late <- rma(yi, vi, mods = ~ late, data = school, method = "DL")
dependent$independent_REML <- c(robustly(alone, school$district), list(sigma2 = alone$tau2))
dependent$independent_late_DL <- c(robustly(late, school$district), list(sigma2 = late$tau2))
noted$dependent <- dependent
both <- mv(rho, nested, ~ late + half)
htz <- Wald_test(both, constraints = constrain_zero(2:3), vcov = "CR2", cluster = school$district,
                 test = "HTZ")
noted$joint <- list(F = htz$Fstat, df = c(htz$df_num, htz$df_denom), p = htz$p_val)
noted$shared_V <- as.numeric(shared[school$district == 11, school$district == 11])

# --- two-by-two tables --------------------------------------------------------------------------
bcg <- read("bcg")
counts <- function(ai, bi, ci, di) data.frame(ai = ai, bi = bi, ci = ci, di = di)
sets <- list(bcg = counts(bcg$tpos, bcg$tneg, bcg$cpos, bcg$cneg),
             zeros = counts(c(0, 3, 12, 0, 7), c(40, 51, 80, 33, 21),
                            c(4, 0, 20, 0, 11), c(38, 47, 75, 36, 19)))
pooled <- function(fit) list(estimate = as.numeric(fit$beta), se = fit$se, z = fit$zval, p = fit$pval,
  ci = c(fit$ci.lb, fit$ci.ub), Q = fit$QE, Q_p = fit$QEp, I2 = fit$I2, H2 = fit$H2, k = fit$k,
  k_q = fit$k.yi)
noted$tables <- lapply(sets, function(d) {
  said <- lapply(c(OR = "OR", RR = "RR", RD = "RD"), function(measure) list(
    MH = pooled(rma.mh(ai, bi, ci, di, data = d, measure = measure)),
    yi = as.numeric(escalc(measure, ai = ai, bi = bi, ci = ci, di = di, data = d, drop00 = measure != "RD")$yi),
    vi = as.numeric(escalc(measure, ai = ai, bi = bi, ci = ci, di = di, data = d, drop00 = measure != "RD")$vi)))
  c(list(counts = as.list(d), Peto = pooled(rma.peto(ai, bi, ci, di, data = d))), said)
})

# --- influence, PET and PEESE, subgroups ---------------------------------------------------------
influential <- function(fit) {
  found <- influence(fit)
  wanted <- c("rstudent", "dffits", "cook.d", "cov.r", "tau2.del", "QE.del", "hat", "weight")
  c(sapply(wanted, function(one) found$inf[[one]], simplify = FALSE),
    list(dfbs = found$dfbs[[1]], flagged = found$is.infl))
}
line <- function(d, x) {
  fit <- lm(d$yi ~ x, weights = 1 / d$vi)
  list(coef = as.numeric(coef(fit)), se = as.numeric(sqrt(diag(vcov(fit)))),
       p = as.numeric(summary(fit)$coefficients[, 4]), ci = as.numeric(confint(fit)[1, ]))
}
names <- c("bcg", "hine1989", "raudenbush1985", "normand1999")
noted$influence <- lapply(setNames(names, names), function(name) {
  d <- read(name)
  c(REML = list(influential(rma(yi, vi, data = d, control = tight))),
    FE = list(influential(rma(yi, vi, data = d, method = "FE"))))
})
noted$pet_peese <- lapply(setNames(names, names), function(name) {
  d <- read(name)
  list(pet = line(d, sqrt(d$vi)), peese = line(d, d$vi))
})
groups <- lapply(split(bcg, bcg$alloc), function(d) rma(yi, vi, data = d, control = tight))
between <- rma(sapply(groups, coef), sei = sapply(groups, function(g) g$se), method = "FE",
               mods = ~ factor(names(groups)))
together <- rma(yi, vi, mods = ~ alloc, data = bcg, control = tight)
each <- rma(yi, vi, mods = ~ alloc - 1, data = bcg, control = tight)
mixed <- rma(yi, vi, mods = ~ alloc + ablat, data = bcg, test = "knha", control = tight)
noted$subgroups <- list(separate = list(Q = between$QM, p = between$QMp),
  common = list(Q = together$QM, p = together$QMp, tau2 = together$tau2,
                estimate = as.numeric(coef(each)), se = each$se),
  mixed = list(estimate = as.numeric(coef(mixed)), se = mixed$se, F = mixed$QM, p = mixed$QMp))
adhoc <- rma(yi, vi, data = read("hine1989"), test = "adhoc", control = tight)
noted$adhoc <- list(se = adhoc$se, ci = c(adhoc$ci.lb, adhoc$ci.ub), df = adhoc$ddf)
cat(sub('^\\{', "{\n", gsub('(, )("(dependent|joint|shared_V|tables|influence|pet_peese|subgroups|adhoc)": )', ",\n\\2", json(noted))), "\n", sep = "")

# Draw what docs/plots-compared.md shows of other programs, and the data behind it:
#   Rscript docs/pictures/compare_plots.R
# needs metafor, and robvis (github.com/mcguinlu/robvis). Data: dat.bcg of metadat, data_rob2 of robvis.
suppressMessages({library(metafor); library(robvis)})
here <- "docs/pictures"
picture <- function(name, width, height) {
  png(file.path(here, name), width = width, height = height, res = 96, type = "cairo")
}

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg,
              slab = paste(author, year, sep = ", "))
model <- rma(yi, vi, data = bcg)
write.csv(data.frame(label = attr(bcg$yi, "slab"), yi = as.numeric(bcg$yi), vi = bcg$vi,
                     group = bcg$alloc), "bcg.csv", row.names = FALSE, quote = TRUE)

picture("metafor-forest.png", 720, 480)
par(mar = c(4, 1, 0, 1))
forest(model, atransf = exp, at = log(c(.05, .25, 1, 4)), xlim = c(-9, 5), addpred = TRUE,
       showweights = TRUE, header = TRUE, order = "prec", cex = .8)
invisible(dev.off())

picture("metafor-funnel.png", 620, 480)
par(mar = c(4, 4, 1, 1))
funnel(trimfill(model), level = c(90, 95, 99), shade = c("white", "gray55", "gray75"),
       refline = 0, legend = TRUE, atransf = exp, cex = .9)
invisible(dev.off())

write.csv(data_rob2, "rob2.csv", row.names = FALSE)
ggplot2::ggsave(file.path(here, "robvis-traffic.png"), rob_traffic_light(data_rob2, "ROB2"),
                width = 6.6, height = 7.6, dpi = 84)
ggplot2::ggsave(file.path(here, "robvis-summary.png"), rob_summary(data_rob2, "ROB2"),
                width = 7.6, height = 2.4, dpi = 84)

# Prints tests/golden/statistics/pairs.json: adjusted p values (p.adjust), Dunn's z of pairs of groups (Dunn 1964, corrected
# for ties, from its definition), and kappa adjusted for
# prevalence and bias (Byrt, Bishop & Carlin 1993). R 4.2.2, jsonlite: Rscript pairs.R > pairs.json
suppressMessages(library(jsonlite))
set.seed(64)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)

families <- list(c(.04, NA, .04, .001, 1), c(0, 0, .5), round(runif(9), 2)^2, .2, c(1e-300, 1e-12, .5, NA), c(.01, .02),
  runif(40)^6, c(1, 1, 1), rep(.05, 6))
for (method in c("hochberg", "hommel", "BY")) for (p in families)
  put("adjust", list(p = I(p), method = tolower(method)), list(adjusted = I(p.adjust(p, method))))

for (groups in list(airquality = unname(split(airquality$Ozone, airquality$Month)), list(rpois(9, 2), rpois(7, 3), rpois(11, 2)),
    list(c(1, 1, 2), c(NA, 2, 2), c(5, 5, 5)), unname(split(round(warpbreaks$breaks, -1), warpbreaks$tension)))) {
  kept <- lapply(groups, function(g) g[!is.na(g)])
  n <- length(unlist(kept)); ranks <- rank(unlist(kept)); of <- rep(seq_along(kept), lengths(kept))
  t <- table(unlist(kept)); means <- tapply(ranks, of, mean)
  spread <- n * (n + 1) / 12 - sum(t^3 - t) / (12 * (n - 1))
  pairs <- combn(length(kept), 2, simplify = FALSE)
  z <- sapply(pairs, function(q) (means[[q[1]]] - means[[q[2]]]) / sqrt(spread * (1 / lengths(kept)[q[1]] + 1 / lengths(kept)[q[2]])))
  p <- 2 * pnorm(-abs(z)); holm <- p.adjust(p, "holm")
  put("kruskal", list(groups = lapply(groups, I)), list(statistic = unname(kruskal.test(groups)$statistic),
    pairwise = lapply(seq_along(pairs), function(i) list(groups = pairs[[i]], dunn = list(z = z[i], p = p[i], pHolm = holm[i])))))
}

for (m in list(matrix(c(20, 10, 5, 15), 2), matrix(c(20, 0, 3, 4, 15, 0, 1, 2, 30), 3), matrix(c(0, 5, 7, 0), 2),
    matrix(c(118, 2, 5, 0), 2))) {
  k <- nrow(m)
  put("kappa", list(table = lapply(1:k, function(i) m[i, ])), list(pabak = (k * sum(diag(m)) / sum(m) - 1) / (k - 1)))
}
cat(toJSON(cases, digits = NA, auto_unbox = TRUE, na = "null"), "\n")

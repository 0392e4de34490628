# Prints tests/golden/statistics/agreement.json: Gwet's AC1 and AC2, Fleiss' kappa with weights, and kappa adjusted for
# prevalence and bias (which for two coders is Brennan and Prediger's coefficient), as irrCAC 1.4 computes them, before
# it rounds. R 4.2.2, jsonlite, irrCAC (CRAN): Rscript agreement.R > agreement.json
suppressMessages({ library(jsonlite); library(irrCAC) })
set.seed(2014)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
unrounded <- function(f) { e <- new.env(parent = environment(f)); e$round <- function(x, ...) x; environment(f) <- e; f }
kinds <- c("unweighted", "linear", "quadratic", "ordinal", "radical")
ours <- function(kind) if (kind == "unweighted") "none" else kind
bounds <- function(text) { b <- as.numeric(strsplit(gsub("[()]", "", text), ",")[[1]]); I(c(max(-1, b[1]), b[2])) }
rows <- function(m) lapply(seq_len(nrow(m)), function(i) I(unname(m[i, ])))
raw <- function(m, categories = NULL) for (kind in kinds) {
  q <- if (is.null(categories)) sort(unique(c(m[!is.na(m)]))) else categories
  data <- c(list(ratings = rows(m), weights = ours(kind)), if (!is.null(categories)) list(categories = categories))
  for (one in list(list("ac2", gwet.ac1.raw), list("fleiss", fleiss.kappa.raw))) {
    e <- unrounded(one[[2]])(m, weights = kind, categ.labels = categories)$est
    put(one[[1]], data, list(estimate = e$coeff.val, se = e$coeff.se, observed = e$pa, expected = e$pe, interval = bounds(e$conf.int)))
  }
}
spread <- function(m, kind) { e <- unrounded(gwet.ac1.dist)(m, weights = kind)
  list(estimate = e$coeff, se = e$stderr, observed = e$pa, expected = e$pe) }

plain <- function(d) { m <- as.matrix(d); suppressWarnings(n <- apply(m, 2, as.numeric)); dimnames(n) <- NULL; n }
raw(plain(cac.raw4raters))
for (i in 1:8) {
  n <- c(5, 12, 30, 80, 9, 20, 200, 40)[i]; coders <- c(2, 4, 3, 2, 5, 3, 2, 6)[i]; q <- c(3, 5, 4, 7, 3, 4, 5, 9)[i]
  truth <- sample(q, n, TRUE, if (i %% 3 == 0) c(8, rep(1, q - 1)))
  m <- t(sapply(truth, function(v) pmin(q, pmax(1, v + sample(-2:2, coders, TRUE, c(.05, .15, .6, .15, .05))))))
  if (i %in% c(2, 5, 8)) { m[runif(length(m)) < .25] <- NA; m[1, ] <- NA; m[1, 1] <- 2; m <- m[rowSums(!is.na(m)) > 0, ] }
  if (i == 4) m <- m^2
  raw(m); if (i %in% c(1, 3, 5)) raw(m, 1:(q + 2))
}
for (m in list(distrib.6raters, cac.dist4cat[, -1])) { m <- plain(m)
  for (kind in kinds) put("ac2", list(counts = rows(m), weights = ours(kind)), spread(m, kind)) }

for (m in list(plain(cont3x3abstractors), plain(cont4x4diagnosis), matrix(c(19, 10, 6, 256), 2), matrix(c(118, 2, 5, 0), 2),
    matrix(c(20, 0, 3, 4, 15, 0, 1, 2, 30), 3), matrix(rpois(25, 4) + 20 * diag(5), 5)))
  put("kappa", list(table = rows(m)), list(pabak = unrounded(bp2.table)(m)$coeff.val))
cat(toJSON(cases, digits = NA, auto_unbox = TRUE, na = "null"), "\n")

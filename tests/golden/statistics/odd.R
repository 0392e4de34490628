# Prints tests/golden/statistics/odd.json: at least four cases of odd shape for every statistic that can be run by name,
# drawn at random (ties, zero cells, missing values, delayed entry, tied times, weights, singular fits, strata with one
# move, constant or unequal sequences, networks in parts), and what R says of them. Coefficients of agreement, SpringRank
# and the null model are computed here from their definitions. R 4.2.2, survival 3.5-3, cmprsk 2.2-11, lme4 1.1-31,
# MASS 7.3-58, nnet 7.3-18, TraMineR 2.2-12, cluster 2.1.4, jsonlite: Rscript odd.R > odd.json (another seed: odd.R SEED)
# Where there is no TraMineR, it says so and leaves the sequences out.
suppressMessages({for (p in c("survival", "cmprsk", "lme4", "MASS", "nnet", "cluster", "jsonlite"))
  library(p, character.only = TRUE)})
traminer <- suppressMessages(require("TraMineR", quietly = TRUE))
if (!traminer) message("TraMineR is not installed: the cases of sequences are LEFT OUT. Do not commit what this prints.")
seed <- commandArgs(TRUE); set.seed(if (length(seed)) as.integer(seed[1]) else 1726)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
quiet <- function(x) suppressMessages(suppressWarnings(x))
often <- function(v) { w <- v[!is.na(v)]; factor(v, levels = names(sort(table(factor(w, unique(w))), decreasing = TRUE))) }
real <- function(x) ifelse(is.finite(x), x, NA)
upper <- function(x, df) pchisq(x, df, lower.tail = FALSE)
holes <- function(v, share = .1) { v[sample(length(v), ceiling(share * length(v)))] <- NA; v }
used <- function(m) m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
sparse <- function(r, k, mean) matrix(rpois(r * k, mean * rexp(r * k)), r)

# Tables
for (m in list(sparse(2, 2, 3) + diag(2), cbind(sparse(3, 3, 4), 0), rbind(sparse(2, 5, 2) + 1, 0), sparse(5, 2, 900) + 1,
               matrix(c(0, 7, 9, 0), 2), sparse(6, 6, 1))) {
  u <- used(m); f <- quiet(chisq.test(u, correct = FALSE))
  put("chi-square", list(table = m), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
    expected = unname(f$expected), standardisedResiduals = unname(f$stdres),
    effect = list(cramersV = sqrt(unname(f$statistic) / sum(u) / (min(dim(u)) - 1)))))
}
for (o in list(c(5, 0, 9), rpois(7, 2) + c(1, rep(0, 6)), rpois(3, 4000), c(0, 11), rpois(12, 30))) for (given in 0:1) {
  w <- if (given) round(runif(length(o), .1, 3), 2) else rep(1, length(o)); f <- quiet(chisq.test(o, p = w / sum(w)))
  put("goodness-of-fit", c(list(observed = o), if (given) list(expected = w)), list(statistic = unname(f$statistic),
    df = unname(f$parameter), p = f$p.value, expected = f$expected, standardisedResiduals = f$stdres))
}
for (m in list(matrix(c(0, 5, 6, 2), 2), matrix(c(4, 0, 0, 4), 2), matrix(c(1, 0, 40, 300), 2), sparse(2, 2, 8) + diag(2),
               matrix(c(3, 0, 0, 2, 5, 1, 0, 0, 0), 3), sparse(3, 4, 1.5) + c(1, 0, 0), sparse(2, 6, 2) + 1,
               matrix(c(120, 3, 90, 4), 2))) {
  u <- used(m); f <- fisher.test(u, workspace = 2e7)
  put("fisher", list(table = m), c(list(p = f$p.value), if (all(dim(u) == 2)) list(estimateR = real(unname(f$estimate)),
    intervalR = real(as.numeric(f$conf.int)), greater = fisher.test(u, alternative = "greater")$p.value,
    less = fisher.test(u, alternative = "less")$p.value)))
}
for (m in list(matrix(c(5, 1, 0, 3), 2), matrix(c(0, 9, 9, 0), 2), matrix(c(0, 1, 0, 0), 2), sparse(2, 2, 60) + 1)) {
  a <- mcnemar.test(m); b <- mcnemar.test(m, correct = FALSE)
  put("mcnemar", list(table = m), list(statistic = unname(a$statistic), p = a$p.value,
    uncorrected = list(statistic = unname(b$statistic), p = b$p.value),
    exact = list(p = binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value), estimate = real(m[1, 2] / m[2, 1])))
}
for (m in list(sparse(3, 3, 5) + 1, sparse(6, 6, 30) + 1, matrix(c(4, 1, 0, 0, 2, 3, 0, 5, 6), 3), sparse(4, 4, 2))) {
  k <- nrow(m); at <- which(upper.tri(m) & m + t(m) > 0); b <- sum((m - t(m))[at]^2 / (m + t(m))[at])
  put("bowker", list(table = m), list(statistic = b, df = length(at), p = upper(b, length(at))))
  d <- rowSums(m) - colSums(m); S <- -(m + t(m)); diag(S) <- rowSums(m) + colSums(m) - 2 * diag(m)
  # Of a singular covariance the generalised inverse, whose rank are the degrees of freedom.
  r <- qr(S)$rank; s <- c(d %*% ginv(S) %*% d)
  put("stuart-maxwell", list(table = m), list(statistic = s, df = r, p = upper(s, r)))
}
for (m in list(matrix(c(3, 0, 1, 2, 4, 0, 0, 6, 2), 3, byrow = TRUE), sparse(5, 5, 6) + 1, matrix(c(0, 4, 3, 0), 2),
               matrix(c(5, 2, 0, 7), 2, byrow = TRUE))) {
  p <- m / rowSums(m); e <- eigen(t(p)); v <- Re(e$vectors[, which.min(Mod(e$values - 1))])
  put("transition", list(table = m), list(probabilities = p, stationary = v / sum(v)))
}
for (m in list(sparse(3, 3, 4) + 1, matrix(c(9, 0, 2, 0, 12, 5, 3, 1, 20), 3), sparse(5, 5, 40) + 1, sparse(4, 4, 10) + 2 * diag(4) + 1)) {
  k <- nrow(m); d <- data.frame(n = c(m), i = factor(row(m)), j = factor(col(m)))
  d$diagonal <- factor(ifelse(row(m) == col(m), row(m), 0))
  d$pair <- factor(paste(pmin(row(m), col(m)), pmax(row(m), col(m))))
  g <- function(formula) tryCatch(quiet(glm(formula, poisson, d, control = glm.control(1e-10, 40))), error = function(e) NULL)
  fit <- function(f, df = TRUE) if (is.null(f)) list() else {
    # Cells that are fitted as 0 are no data (Fienberg & Rinaldo 2012).
    free <- quiet(glm(f$formula, poisson, d[fitted(f) > 1e-6, ]))$df.residual
    c(list(statistic = f$deviance), if (df) list(df = free), if (df && f$deviance > 1e-6) list(p = upper(f$deviance, free))) }
  a <- sum(diag(m)) / sum(m); s <- sum(abs(rowSums(m) - colSums(m))) / 2 / sum(m)
  whole <- all(m + t(m) > 0)
  put("mobility-table", list(table = m), list(share = 1 - a, structural = s, models = list(independence = fit(g(n ~ i + j)),
    quasiIndependence = fit(g(n ~ i + j + diagonal)), symmetry = fit(g(n ~ pair), whole), quasiSymmetry = fit(g(n ~ i + j + pair), whole))))
}

# Ranks and means
tied <- function(n, spread = 3) round(rnorm(n, 0, spread))
exactSigned <- function(d) { d <- d[d != 0]; r <- rank(abs(d)); n <- length(r)
  v <- as.matrix(expand.grid(rep(list(0:1), n))) %*% r; o <- sum(r[d > 0]); min(1, 2 * min(mean(v <= o + 1e-9), mean(v >= o - 1e-9))) }
for (i in 1:6) {
  n <- c(3, 7, 12, 60, 15, 9)[i]; x <- if (i == 5) rnorm(n) else tied(n); y <- if (i == 6) x - 1 else tied(n)
  if (i == 2) { x[2] <- NA; y[5] <- NA }
  if (all(x == y, na.rm = TRUE)) y[1] <- x[1] + 1
  d <- na.omit(x - y); f <- quiet(wilcox.test(x, y, paired = TRUE))
  put("wilcoxon", list(x = x, y = y), c(list(statistic = unname(f$statistic), p = f$p.value, zeros = sum(d == 0)),
    if (sum(d != 0) < 16) list(exact = exactSigned(d))))
  put("sign", list(x = x, y = y), list(positive = sum(d > 0), negative = sum(d < 0), ties = sum(d == 0),
    p = if (sum(d != 0)) binom.test(sum(d > 0), sum(d != 0))$p.value else 1))
}
for (i in 1:6) {
  m <- c(1, 4, 9, 55, 6, 2)[i]; n <- c(3, 6, 5, 20, 7, 60)[i]; x <- if (i == 5) rnorm(m) else tied(m); y <- if (i == 5) rnorm(n, 1) else tied(n)
  if (i == 3) y <- holes(y)
  f <- quiet(wilcox.test(x, y)); g <- quiet(wilcox.test(x, y, alternative = "greater"))
  put("mann-whitney", list(x = I(x), y = I(y)), list(statistic = unname(f$statistic), p = f$p.value, greater = g$p.value))
}
for (i in 1:5) {
  g <- lapply(1:c(2, 3, 5, 4, 3)[i], function(k) tied(sample(1:c(3, 6, 9, 40, 5)[i], 1), 2) + k %/% 2); if (i == 3) g[[2]] <- holes(c(g[[2]], 1, 2))
  if (sum(lengths(g)) < 4) g[[1]] <- c(g[[1]], 1, 2, 3)
  v <- unlist(g); l <- rep(seq_along(g), lengths(g)); f <- kruskal.test(v, l)
  pairs <- quiet(pairwise.wilcox.test(v, l)$p.value)
  put("kruskal", list(groups = c(lapply(g, I), if (i == 4) list(I(list())))), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
    effect = list(epsilonSquared = unname(f$statistic) / (sum(!is.na(v)) - 1)),
    pairwise = if (sum(is.na(pairs)) == choose(length(g) - 1, 2)) lapply(na.omit(c(pairs)), function(p) list(pHolm = p)) else list()))
}
for (i in 1:7) {
  x <- round(rnorm(c(2, 5, 30, 4, 8, 3, 6)[i], 2, 4), 1); y <- round(rnorm(c(2, 9, 12, 4, 8, 40, 6)[i], 1), 1); mu <- c(0, 2, -1.5, 0, 3, 0, 0)[i]
  paired <- i %in% c(1, 4, 5); if (i == 5) x <- holes(x); if (i == 6) y[] <- 4.2; one <- i == 7
  f <- if (one) t.test(x, mu = mu) else t.test(x, y, paired = paired, mu = mu)
  put("t-test", c(list(x = x), if (!one) list(y = y), list(paired = paired, mu = mu)), list(statistic = unname(f$statistic), df = unname(f$parameter),
    p = f$p.value, interval = as.numeric(f$conf.int), se = f$stderr))
}
for (o in list(c(0, 1), c(1, 1), c(7, 7), c(0, 400), c(3, 11), c(1999, 2000))) {
  f <- quiet(prop.test(o[1], o[2], correct = FALSE)); i <- as.numeric(f$conf.int); if (o[1] == 0) i[1] <- 0; if (o[1] == o[2]) i[2] <- 1
  put("wilson", list(count = o[1], total = o[2]), list(estimate = o[1] / o[2], interval = i))
}
for (method in c("holm", "BH", "bonferroni")) for (p in list(c(.04, NA, .04, .001, 1), c(0, 0, .5), round(runif(9), 2)^2))
  put("adjust", list(p = p, method = tolower(method)), list(adjusted = p.adjust(p, method)))

# Agreement, from the definitions
kappaOf <- function(m, weights) {
  k <- nrow(m); n <- sum(m); p <- m / n; r <- rowSums(p); c <- colSums(p)
  w <- outer(1:k, 1:k, function(i, j) switch(weights, none = (i == j) + 0, linear = 1 - abs(i - j) / (k - 1), quadratic = 1 - ((i - j) / (k - 1))^2))
  o <- sum(p * w); e <- sum(outer(r, c) * w); v <- (o - e) / (1 - e); b <- outer(c(w %*% c), c(r %*% w), "+")
  list(estimate = v, se = sqrt((sum(p * (w - b * (1 - v))^2) - (v - e * (1 - v))^2) / n) / (1 - e))
}
for (m in list(matrix(c(6, 0, 3, 0, 0, 0, 1, 0, 9), 3), sparse(5, 5, 4) + 2 * diag(5), matrix(c(40, 2, 1, 0), 2), matrix(c(0, 5, 6, 0), 2) + diag(c(1, 0))))
  for (w in c("none", "linear", "quadratic")) put("kappa", list(table = m, weights = w), kappaOf(m, w))
gwet <- function(m, method) {
  q <- sort(unique(c(m[!is.na(m)]))); r <- t(apply(m, 1, function(u) sapply(q, function(v) sum(u == v, na.rm = TRUE)))); if (length(q) == 1) r <- t(r)
  r <- r[rowSums(r) > 0, , drop = FALSE]; u <- rowSums(r); n <- nrow(r); two <- u >= 2; pi <- colMeans(r / u); k <- max(2, length(q))
  a <- ifelse(two, rowSums(r * (r - 1)) / (u * (u - 1)), 0); pa <- sum(a) / sum(two)
  pe <- if (method == "ac1") sum(pi * (1 - pi)) / (k - 1) else sum(pi^2)
  own <- if (method == "ac1") c(r %*% (1 - pi)) / u / (k - 1) else c(r %*% pi) / u
  v <- (pa - pe) / (1 - pe); i <- n / sum(two) * (a - pe * two) / (1 - pe) - 2 * (1 - v) * (own - pe) / (1 - pe)
  list(estimate = v, se = sqrt(sum((i - v)^2) / n / (n - 1)), percent = pa)
}
kripp <- function(m, level) {
  m <- m[rowSums(!is.na(m)) >= 2, , drop = FALSE]; q <- sort(unique(c(m[!is.na(m)]))); o <- matrix(0, length(q), length(q))
  for (i in seq_len(nrow(m))) { u <- match(m[i, !is.na(m[i, ])], q)
    for (a in seq_along(u)) for (b in seq_along(u)) if (a != b) o[u[a], u[b]] <- o[u[a], u[b]] + 1 / (length(u) - 1) }
  n <- rowSums(o)
  d <- outer(seq_along(q), seq_along(q), Vectorize(function(a, b) switch(level, nominal = (a != b) + 0, interval = (q[a] - q[b])^2,
    ordinal = if (a == b) 0 else (sum(n[min(a, b):max(a, b)]) - (n[a] + n[b]) / 2)^2)))
  list(estimate = 1 - (sum(n) - 1) * sum(o * d) / sum(outer(n, n) * d))
}
for (i in 1:6) {
  n <- c(4, 12, 30, 9, 6, 15)[i]; coders <- c(2, 4, 3, 5, 3, 2)[i]; truth <- sample(1:c(2, 5, 3, 9, 2, 4)[i], n, TRUE, if (i == 5) c(.9, .1))
  m <- t(sapply(truth, function(v) ifelse(runif(coders) < .7, v, sample(max(2, truth), coders, TRUE))))
  if (i %in% c(2, 4)) { m[] <- holes(c(m), .3); m[1, -1] <- NA; m[2, ] <- NA }
  if (i == 6) m <- m^3
  m[n, 1:2] <- if (i == 6) c(1, 8) else 1:2; m[n - 1, 1:2] <- m[n - 2, 1:2] <- m[1, 1]
  rows <- lapply(seq_len(n), function(r) m[r, ])
  put("ac1", list(ratings = rows), gwet(m, "ac1")); put("fleiss", list(ratings = rows), gwet(m, "fleiss"))
  for (level in c("nominal", "ordinal", "interval")) put("alpha", list(ratings = rows, level = level), kripp(m, level))
}
for (name in c("kappa", "alpha", "ac1")) for (i in 1:4) {
  m <- list(c(.5, .5), c(90, 8, 2), c(.2, 0, .3, .5), c(1, 1, 1, 1, 1, 1))[[i]]; value <- c(.3, .85, .6, .95)[i]; half <- c(.2, .05, .1, .04)[i]
  p <- m[m > 0] / sum(m); k <- length(p); e <- if (name == "ac1") sum(p * (1 - p)) / (k - 1) else sum(p^2); a <- e + value * (1 - e)
  s <- (a - sum(p^2)) / (1 - sum(p^2)); c <- outer(p, p) * (1 - s) + diag(s * p)
  own <- if (name == "ac1") (1 - p) / (k - 1) else p
  v <- sum(c * ((diag(k) - e - (1 - value) * (outer(own, own, "+") - 2 * e)) / (1 - e) - value)^2)
  put(paste0(name, "-sample-size"), c(list(margins = m, halfWidth = half, simulations = 100), setNames(list(value), name)),
      list(units = ceiling(qnorm(.975)^2 * v / half^2), standardError = sqrt(v / ceiling(qnorm(.975)^2 * v / half^2)), agreement = a))
}
for (i in 1:4) { p <- c(.01, .5, .9, .33)[i]; q <- c(.2, .505, .1, .66)[i]; f <- power.prop.test(p1 = p, p2 = q, power = .95, sig.level = .01, tol = 1e-13)
  put("share-difference", list(first = p, second = q, power = .95, significance = .01), list(nEach = f$n)) }

# Regressions
draw <- function(n) { x <- data.frame(year = round(rnorm(n, 1990, 9)), kind = sample(c("art", "law", "music"), n, TRUE, c(.2, .5, .3)), share = round(runif(n), 3))
  if (n > 40) x$share <- holes(x$share, .05); x }
terms <- function(s) lapply(asplit(s, 1), function(r) unname(r))
for (i in 1:5) {
  n <- c(30, 60, 120, 400, 50)[i]; x <- draw(n); y <- rbinom(n, 1, plogis(ifelse(is.na(x$share), 0, x$share * 2 - 1) + .04 * (x$year - 1990))); w <- if (i %% 2) rep(1, n) else sample(0:4, n, TRUE)
  d <- x; d$kind <- often(ifelse(is.na(x$share) | w == 0, NA, x$kind)); d$y <- y; d$w <- w
  d <- d[d$w > 0 & !is.na(d$share), ]; d$kind <- droplevels(d$kind)
  data <- c(list(y = y, x = as.list(x)), if (!i %% 2) list(weights = w)); data$reference <- list(kind = levels(d$kind)[1])
  f <- glm(y ~ year + kind + share, binomial, d, weights = w, control = glm.control(1e-14, 100)); s <- summary(f)$coefficients
  put("logistic", data, list(estimate = as.list(s[, 1]), se = as.list(s[, 2]), deviance = f$deviance, nullDeviance = f$null.deviance, pByCoefficient = as.list(s[, 4])))
  if (n < 50) next
  z <- 1 + (y + rnorm(n) > .4) + (y + rnorm(n) > 1); d$z <- z[as.integer(rownames(d))]; data$y <- z
  f <- quiet(polr(factor(z) ~ I(year - 1990) + kind + share, d, weights = w, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))); s <- coef(summary(f)); k <- length(coef(f)); b <- names(coef(f)); b[1] <- "year"
  put("ordinal", data, list(estimate = as.list(setNames(s[1:k, 1], b)), se = as.list(setNames(s[1:k, 2], b)), deviance = f$deviance))
  f <- multinom(factor(z) ~ I((year - 1990) / 10) + kind + share, d, weights = w, trace = FALSE, reltol = 1e-15, maxit = 2000, Hess = TRUE); s <- summary(f)
  slopes <- function(m, scale) setNames(lapply(2:3, function(l) { v <- m[as.character(l), -1]; names(v)[1] <- "year"; v[1] <- v[1] / scale; as.list(v) }), 2:3)
  # A separated class has no finite estimate.
  if (max(abs(s$coefficients)) < 10) put("multinomial", data, list(deviance = f$deviance, estimate = slopes(s$coefficients, 10), se = slopes(s$standard.errors, 10)))
}
spread <- function(f) if (isSingular(f)) 0 else unname(attr(VarCorr(f)$g, "stddev"))
for (i in 1:6) {
  n <- c(40, 90, 200, 60, 150, 45)[i]; k <- c(10, 14, 20, 12, 26, 11)[i]; g <- c(letters[1:k], sample(letters[1:k], n - k, TRUE)); u <- rnorm(26, sd = c(0, .3, 1.5, 0, .8, 2)[i])
  x <- draw(n)["year"]; x$kind <- sample(c("art", "law"), n, TRUE, c(.3, .7)); d <- data.frame(year = x$year - 1990, kind = often(x$kind), g)
  eta <- .04 * d$year + u[match(g, letters)]; trials <- if (i %% 2) rep(1, n) else sample(1:9, n, TRUE); s <- rbinom(n, trials, plogis(eta))
  f <- quiet(glmer(cbind(s, trials - s) ~ year + kind + (1 | g), d, binomial, control = glmerControl("bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-12)))
  e <- summary(f)$coefficients[-1, ]
  put("mixed-logistic", c(list(success = s), if (!i %% 2) list(trials = trials), list(x = as.list(x), group = g)), list(
    coefficients = setNames(lapply(rownames(e), function(r) list(estimate = e[r, 1])), rownames(e)), groupSd = spread(f),
    logLikelihood = as.numeric(logLik(f)), singular = isSingular(f)))
  y <- round(eta + rnorm(n), 3)
  for (how in c("REML", "ML")) { f <- quiet(lmer(y ~ year + kind + (1 | g), d, REML = how == "REML", control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-11))))
    e <- summary(f)$coefficients[-1, ]
    put("mixed-linear", list(y = y, x = as.list(x), group = g, estimator = how), list(coefficients = setNames(lapply(rownames(e), function(r) list(estimate = e[r, 1], se = e[r, 2])), rownames(e)),
      groupSd = spread(f), residualSd = sigma(f), logLikelihood = as.numeric(logLik(f)), singular = isSingular(f))) }
}

# Times to events
lives <- function(n, unit) { group <- sample(c("a", "b", "c"), n, TRUE, c(.5, .4, .1)); age <- round(rnorm(n, 40, 8), 1)
  t <- rexp(n, .05 * exp(.04 * (age - 40) + .5 * (group == "b"))); c <- rexp(n, .03)
  data.frame(time = pmax(ceiling(pmin(t, c) / unit) * unit, unit), event = as.integer(t <= c), age, group) }
late <- function(d) { d$start <- floor(d$time * runif(nrow(d), -.4, .8)); d$start[d$start < 0] <- 0; d$stop <- d$time; d$time <- NULL; d[d$stop > d$start, ] }
for (i in 1:6) {
  d <- lives(c(12, 40, 90, 60, 30, 150)[i], c(1, 5, 1, 10, 3, 2)[i]); if (i == 5) d$event[d$group == "a"] <- 0
  if (i %in% c(2, 4, 6)) d <- late(d); delayed <- !is.null(d$start); d$event[1:2] <- 1; d$group <- d$group[order(d$group)]
  Y <- if (delayed) Surv(d$start, d$stop, d$event) else Surv(d$time, d$event); ties <- c("efron", "breslow")[i %% 2 + 1]
  f <- coxph(Y ~ age + group, data.frame(age = d$age, group = often(d$group)), ties = ties, control = coxph.control(eps = 1e-11, toler.chol = 1e-14, iter.max = 60)); s <- summary(f)$coefficients
  times <- as.list(d[intersect(c("time", "start", "stop", "event"), names(d))])
  if (max(abs(s[, 1])) < 8) put("cox", c(times, list(x = as.list(d[c("age", "group")]), ties = ties)), list(coefficients = setNames(lapply(rownames(s), function(r) list(estimate = s[r, 1], se = s[r, 3])), rownames(s)),
    logLikelihood = f$loglik[2], concordance = unname(f$concordance["concordance"]), scoreTest = list(statistic = f$score)))
  names <- unique(d$group)
  put("kaplan-meier", c(times, list(group = d$group)), c(list(groups = setNames(lapply(names, function(g) { k <- survfit(Y[d$group == g] ~ 1); t <- summary(k)$table; e <- k$n.event > 0
    list(n = sum(d$group == g), events = unname(t["events"]), median = unname(t["median"]), medianInterval = unname(t[c("0.95LCL", "0.95UCL")]), survival = I(k$surv[e]), time = I(k$time[e])) }), names)),
    if (!delayed && length(names) > 1) { l <- survdiff(Y ~ d$group); list(logRank = list(statistic = l$chisq, df = length(names) - 1)) }
    else NULL))
  from <- if (delayed) d$start else 0 * d$age; to <- if (delayed) d$stop else d$time
  years <- do.call(rbind, lapply(seq_along(to), function(r) { k <- (from[r] + 1):to[r]; data.frame(age = d$age[r], k, y = ifelse(k == to[r], d$event[r], 0)) }))
  years$time <- years$k / 10; years$time2 <- years$time^2; years$time3 <- years$time^3
  if (length(unique(years$k)) > 3) { f <- quiet(glm(y ~ time + time2 + time3 + age, binomial("cloglog"), years, control = glm.control(1e-16, 300))); s <- summary(f)$coefficients
    put("discrete-time", c(times, list(x = list(age = d$age))), list(coefficients = list(age = list(estimate = s["age", 1], se = s["age", 2])), logLikelihood = as.numeric(logLik(f)), intervals = nrow(years))) }
  if (!delayed) for (causes in 1:3) { cause <- d$event * sample(causes, nrow(d), TRUE); f <- cuminc(d$time, cause, d$group); k <- sort(unique(cause[cause > 0]))
    # Where a group says nothing cmprsk answers something that is no statistic.
    fine <- k[f$Tests[as.character(k), "stat"] > 0 & f$Tests[as.character(k), "df"] == length(names) - 1]
    enough <- sapply(names, function(g) all(table(factor(cause[d$group == g], k)) > 0))
    if (all(enough)) put("competing-risks", list(time = d$time, cause = cause, group = d$group), list(tests = setNames(lapply(as.character(fine), function(c) list(statistic = f$Tests[c, "stat"], p = f$Tests[c, "pv"])), fine),
      last = setNames(lapply(names, function(g) setNames(lapply(k, function(c) { o <- f[[paste(g, c)]]; list(estimate = tail(o$est, 1), variance = tail(o$var, 1)) }), k)), names))) }
}

# Sequences
states <- c("lecturer", "postdoc", "professor", "abroad", "never")
career <- function(length) { s <- sample(states[1:4], 1); while (length(s) < length) s <- c(s, if (runif(1) < .6) tail(s, 1) else sample(states[1:4], 1)); s }
if (traminer) for (i in 1:7) {
  n <- c(2, 5, 9, 14, 6, 10, 25)[i]; longest <- c(1, 4, 12, 7, 40, 3, 18)[i]
  m <- t(sapply(seq_len(n), function(r) { l <- if (i %in% c(3, 4)) sample(longest, 1) else longest; c(if (i == 6) rep(sample(states, 1), l) else career(l), rep(NA, longest - l)) })); if (longest == 1) m <- t(m)
  if (i == 5) m[1, ] <- "never"
  rows <- lapply(seq_len(n), function(r) I(unname(m[r, !is.na(m[r, ])]))); s <- quiet(seqdef(m)); a <- sort(unique(na.omit(c(m))))
  for (how in c("OM", "LCS", if (!i %in% c(3, 4)) "HAM")) for (costs in c("CONSTANT", if (how != "LCS" && longest > 1) "TRATE")) { indel <- c(1, .5, 2, 1, 3, 1, 1.5)[i]
    d <- quiet(if (how == "LCS") seqdist(s, method = how) else if (how == "HAM") seqdist(s, method = how, sm = costs) else seqdist(s, method = how, indel = indel, sm = costs))
    put("sequence-distances", list(sequences = rows, method = how, costs = c(CONSTANT = "constant", TRATE = "transition-rates")[[costs]], indel = indel), list(mean = mean(d[lower.tri(d)]), matrix = unname(d))) }
  if (longest > 1 && length(a) > 1) { st <- quiet(seqstatd(s))
    put("sequence-description", list(sequences = rows), list(entropyByPosition = unname(st$Entropy)[seq_len(max(lengths(rows)))], meanTimes = as.list(setNames(c(quiet(seqmeant(s))), a)), transitionRates = unname(quiet(seqtrate(s))),
      bySequence = list(entropy = c(quiet(seqient(s))), turbulence = c(quiet(seqST(s))), complexity = c(quiet(seqici(s))), transitions = c(quiet(seqtransn(s)))))) }
  if (n > 4 && i != 6) { d <- quiet(seqdist(s, method = "OM", indel = 1, sm = "TRATE")); l <- sample(c("f", "m"), n, TRUE); l[1:2] <- c("f", "m"); x <- quiet(dissassoc(d, group = l, R = 1))
    put("sequence-clusters", list(sequences = rows, costs = "transition-rates", labels = l), list(asw = mean(silhouette(as.integer(factor(l)), as.dist(d))[, 3]), discrepancy = list(pseudoR2 = x$stat["Pseudo R2", 1], pseudoF = x$stat[1, 1])))
    # R breaks ties by the order of the rows: only what is the same in five orders.
    h <- hclust(as.dist(d), "ward.D2")$height
    if (all(replicate(5, { o <- sample(n); max(abs(h - hclust(as.dist(d[o, o]), "ward.D2")$height)) < 1e-9 })))
      put("sequence-clusters", list(sequences = rows, costs = "transition-rates", clusters = 2, linkage = "ward"), list(heights = h))
    width <- function(o, k) pam(as.dist(d[o, o]), k, diss = TRUE)$silinfo$avg.width
    if (!anyDuplicated(rows) && all(replicate(5, { o <- sample(n); all(abs(sapply(2:3, function(k) width(o, k) - width(1:n, k))) < 1e-9) }))) put("sequence-cluster-number", list(sequences = rows, costs = "transition-rates", most = 3, linkage = "pam", draws = 20),
      list(byNumber = lapply(2:3, function(k) list(clusters = k, asw = width(1:n, k))))) }
}

# Networks
for (i in 1:6) {
  n <- c(3, 6, 12, 30, 4, 9)[i]; e <- data.frame(f = sample(n, 2 * n, TRUE), t = sample(n, 2 * n, TRUE), w = sample(c(1, 1, 2, 5.5), 2 * n, TRUE))
  if (i %in% c(3, 6)) e <- e[(e$f <= n / 2) == (e$t <= n / 2), ]; e[nrow(e), 1:2] <- 1:2
  N <- sort(unique(c(e$f, e$t))); A <- matrix(0, length(N), length(N)); for (r in seq_len(nrow(e))) if (e$f[r] != e$t[r]) A[match(e$f[r], N), match(e$t[r], N)] <- A[match(e$f[r], N), match(e$t[r], N)] + e$w[r]
  L <- diag(rowSums(A) + colSums(A)) - A - t(A); v <- c(ginv(L, tol = 1e-10) %*% (rowSums(A) - colSums(A))); v <- v - min(v)
  put("springrank", list(edges = lapply(seq_len(nrow(e)), function(r) list(paste0("n", e$f[r]), paste0("n", e$t[r]), e$w[r]))), list(scores = as.list(setNames(v, paste0("n", N)))))
}
permutations <- function(v) if (length(v) < 2) list(v) else do.call("c", lapply(seq_along(v), function(i) lapply(permutations(v[-i]), function(p) c(v[i], p))))
for (i in 1:4) {
  k <- c(4, 5, 3, 6)[i]; sizes <- list(6, c(4, 3, 1), c(1, 5), c(3, 3, 2))[[i]]; level <- sample(3, k, TRUE); level[1:2] <- c(1, 3); names <- letters[1:k]
  moves <- do.call(rbind, lapply(seq_along(sizes), function(s) t(replicate(sizes[s], c(sample(names, 2), paste0("s", s))))))
  change <- function(m) { c <- level[match(m[, 2], names)] - level[match(m[, 1], names)]; c(up = sum(c < 0), down = sum(c > 0), same = sum(c == 0)) }
  # All permutations of destinations within a stratum that leave nobody in place.
  each <- lapply(split(seq_len(nrow(moves)), moves[, 3]), function(r) { m <- moves[r, , drop = FALSE]
    p <- Filter(function(o) all(m[o, 2] != m[, 1]), permutations(seq_along(r))); rowMeans(sapply(p, function(o) { q <- m; q[, 2] <- m[o, 2]; change(q) })) })
  put("null-model", list(moves = lapply(seq_len(nrow(moves)), function(r) I(moves[r, ])), levels = as.list(setNames(level, names)), draws = 20000), list(observed = as.list(change(moves)), expected = as.list(Reduce(`+`, each))))
}
cat(toJSON(cases, digits = I(12), auto_unbox = TRUE, na = "null", null = "null"))

# Prints tests/golden/statistics/extreme.json: legal data at the edge of what people have, for every statistic that can
# be run by name, and what R says of them: counts of 10^9, p below 10^-100, years and incomes as they are written,
# weights, classes that nobody has, one row in a group, separation, delayed entry with empty risk sets, causes that are
# absent, singular and crossed groups, networks in parts. R 4.2.2, survival 3.5-3, cmprsk 2.2-11, lme4 1.1-31, MASS
# 7.3-58, nnet 7.3-18, cluster 2.1.4, jsonlite: Rscript extreme.R > extreme.json (another seed: extreme.R SEED).
# Agreement, sequences, SpringRank and the null model are computed here from their definitions.
suppressMessages(for (p in c("survival", "cmprsk", "lme4", "MASS", "nnet", "cluster", "jsonlite"))
  library(p, character.only = TRUE))
seed <- commandArgs(TRUE); set.seed(if (length(seed)) as.integer(seed[1]) else 4711)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
quiet <- function(x) suppressMessages(suppressWarnings(x))
upper <- function(x, df) pchisq(x, df, lower.tail = FALSE)
real <- function(x) ifelse(is.finite(x), x, NA)
often <- function(v) { w <- v[!is.na(v)]; factor(v, levels = names(sort(table(factor(w, unique(w))), decreasing = TRUE))) }
two <- function(...) matrix(c(...), 2, byrow = TRUE)
rows <- function(m) lapply(seq_len(nrow(m)), function(r) I(unname(m[r, ])))
named <- function(s, columns) setNames(lapply(rownames(s), function(r) as.list(setNames(unname(s[r, unlist(columns)]),
  names(columns)))), rownames(s))

# Tables: huge and tiny counts, empty lines, one that has everybody
huge <- function(r, k) matrix(round(10^runif(r * k, 0, 9)), r)
for (m in list(two(1e9, 999999000, 1e9, 1e9), two(1, 1e9, 3, 1e9), huge(3, 3), huge(2, 6), huge(7, 2), two(1, 0, 0, 1),
               cbind(c(5, 0, 2), 0, c(0, 3, 1)), rbind(0, c(1, 1), 0, c(1, 7)), matrix(1, 9, 9), diag(5) * 40,
               matrix(rpois(60, .4), 6) + diag(1, 6, 10), two(3000, 10, 10, 3000))) {
  u <- m[rowSums(m) > 0, colSums(m) > 0]; f <- quiet(chisq.test(u, correct = FALSE))
  put("chi-square", list(table = m), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
    standardisedResiduals = unname(f$stdres),
    effect = list(cramersV = sqrt(unname(f$statistic) / sum(u) / (min(dim(u)) - 1)))))
}
for (o in list(c(1e9, 1e9 + 5e4), c(0, 0, 1), c(1, 0), rep(3, 40), round(10^runif(6, 0, 9)), c(800, 1, 1, 1)))
  for (w in list(NULL, seq_along(o), 10^-seq_along(o))) {
    f <- quiet(chisq.test(o, p = if (is.null(w)) rep(1 / length(o), length(o)) else w / sum(w)))
    put("goodness-of-fit", c(list(observed = o), if (!is.null(w)) list(expected = w)), list(p = f$p.value,
      statistic = unname(f$statistic), df = unname(f$parameter), standardisedResiduals = f$stdres,
      effect = list(cohensW = sqrt(unname(f$statistic) / sum(o)))))
  }
for (m in list(two(1, 1e9, 3, 1e9), two(2, 1e5, 9, 2e5), two(1, 0, 0, 1), two(12, 0, 0, 15), two(200, 3, 5, 180),
               two(1, 9, 11, 3), two(3000, 2900, 3100, 3300), rbind(0, c(3, 1), c(1, 4)), cbind(c(4, 0, 2), c(0, 5, 1)),
               matrix(1, 4, 4), diag(3) * 6, matrix(c(30, 2, 1, 0, 25, 3, 1, 1, 22), 3), two(1, 2, 3, 1, 3, 2, 0, 4))) {
  u <- m[rowSums(m) > 0, colSums(m) > 0]; f <- fisher.test(u, workspace = 2e8)
  put("fisher", list(table = m), c(list(p = f$p.value), if (all(dim(u) == 2)) list(
    greater = fisher.test(u, alternative = "greater")$p.value, less = fisher.test(u, alternative = "less")$p.value)))
}
for (m in list(two(1e9, 4e8, 4e8 + 50000, 1e9), two(0, 1e9, 1, 0), two(5, 0, 3, 0), two(7, 1, 1, 7), two(0, 2000, 1500, 3),
               two(1e6, 700, 800, 1e6), two(0, 30, 31, 0))) {
  a <- mcnemar.test(m); b <- mcnemar.test(m, correct = FALSE)
  put("mcnemar", list(table = m), list(statistic = unname(a$statistic), p = a$p.value,
    uncorrected = list(statistic = unname(b$statistic), p = b$p.value),
    exact = list(p = if (m[1, 2] == m[2, 1]) 1 else min(1, 2 * pbinom(min(m[1, 2], m[2, 1]), m[1, 2] + m[2, 1], .5)))))
}
for (m in list(huge(3, 3), huge(5, 5), matrix(c(0, 5, 0, 0, 0, 7, 2, 0, 0), 3), matrix(1, 6, 6) + upper.tri(diag(6)),
               rbind(c(4, 2, 0, 0), c(1, 3, 0, 0), c(0, 0, 6, 1), c(0, 0, 5, 2)), two(1e9, 1e4, 2e4, 1e9))) {
  at <- which(upper.tri(m) & m + t(m) > 0); b <- sum((m - t(m))[at]^2 / (m + t(m))[at])
  put("bowker", list(table = m), list(statistic = b, df = length(at), p = upper(b, length(at))))
  d <- rowSums(m) - colSums(m); S <- -(m + t(m)); diag(S) <- rowSums(m) + colSums(m) - 2 * diag(m)
  # The rank of a symmetric table of who exchanges with whom: classes less parts.
  part <- seq_len(nrow(m)); for (r in part) for (i in part) part[S[i, ] != 0] <- min(part[S[i, ] != 0])
  r <- nrow(m) - length(unique(part)); e <- eigen(S, TRUE); k <- seq_len(r)
  s <- sum((t(e$vectors[, k, drop = FALSE]) %*% d)^2 / e$values[k])
  put("stuart-maxwell", list(table = m), list(statistic = s, df = r, p = upper(s, r)))
}
for (m in list(two(1e9, 1, 2, 1e9), rbind(c(1, 1, 1), c(0, 0, 5), c(0, 1, 0)), matrix(1, 7, 7), huge(4, 4),
               rbind(c(0, 1, 0), c(0, 0, 1), c(1, 0, 0)))) {
  p <- m / rowSums(m); k <- nrow(p); v <- qr.solve(rbind(t(p) - diag(k), 1), c(rep(0, k), 1), tol = 1e-15)
  put("transition", list(table = m), list(probabilities = p, stationary = pmax(0, round(v, 15))))
}
for (m in list(huge(3, 3), huge(4, 4), rbind(c(12933223, 1427, 4), c(8, 1979956, 7318), c(6, 1888122, 178)), diag(3) * 500 + 1, matrix(c(9, 4, 0, 3, 8, 2, 1, 5, 7), 3),
               rbind(c(8, 3, 2, 0), c(4, 9, 1, 0), c(2, 2, 6, 0), 0))) {
  u <- m[rowSums(m) + colSums(m) > 0, rowSums(m) + colSums(m) > 0]; k <- nrow(u)
  d <- data.frame(n = c(u), i = factor(row(u)), j = factor(col(u)), pair = factor(paste(pmin(row(u), col(u)), pmax(row(u),
    col(u)))), diagonal = factor(ifelse(row(u) == col(u), row(u), 0)))
  # R's iterations may not start where a model fits without fail.
  fit <- function(f) { g <- tryCatch(quiet(glm(f, poisson, d, control = glm.control(1e-10, 200))), error = function(e) NULL)
    if (is.null(g)) list() else list(statistic = max(0, g$deviance),
    # Cells that are fitted as 0 are no data (Fienberg & Rinaldo 2012).
    df = quiet(glm(f, poisson, d[fitted(g) > 1e-6, ], control = glm.control(1e-10, 200)))$df.residual) }
  put("mobility-table", list(table = m), list(share = 1 - sum(diag(u)) / sum(u), structural = sum(abs(rowSums(u) -
    colSums(u))) / 2 / sum(u), models = list(independence = fit(n ~ i + j), symmetry = fit(n ~ pair),
    quasiIndependence = fit(n ~ i + j + diagonal), quasiSymmetry = fit(n ~ i + j + pair))))
}

# Ranks and means: one value, all alike, years, incomes, far apart
one <- list(c(2005, 2005, 2006, 2004), c(1e6, 2.5e6, 9e5, 1e6, 3e7), rep(4, 6), c(-1e-9, 2e-9, 3e-9), rnorm(55), c(0, 0, 0, 1),
  1:49 + 0, round(rexp(120, 1e-4)), c(NA, 1, 3, NA, 2))
other <- list(c(1990, 2005, 2006, 2010), c(1e6, 1e6, 1e6, 1e6, 1e6), rep(4, 6) + c(0, 0, 1), c(1e-9, 1e-9, 1e-9), rnorm(55, 4),
  c(1, 1, 1, 1), 49:1 + .5, round(rexp(120, 1e-4)) + 1e7, c(1, 1, NA, 4, 5))
for (i in seq_along(one)) { x <- one[[i]]; y <- other[[i]]; d <- na.omit(x - y)
  # Differences that are alike but for rounding are no ties to R.
  f <- quiet(wilcox.test(x, y, paired = TRUE)); put("wilcoxon", list(x = x, y = y), list(statistic = unname(f$statistic),
    p = f$p.value))
  put("sign", list(x = x, y = y), list(positive = sum(d > 0), p = binom.test(sum(d > 0), sum(d != 0))$p.value))
  f <- quiet(wilcox.test(x, y)); put("mann-whitney", list(x = x, y = y), list(statistic = unname(f$statistic), p = f$p.value))
  f <- quiet(wilcox.test(y, x)); put("mann-whitney", list(x = y, y = x), list(statistic = unname(f$statistic), p = f$p.value))
  g <- list(x, y, c(x[1:2], 7), 5); f <- kruskal.test(g); put("kruskal", list(groups = lapply(g, I)), list(p = f$p.value,
    statistic = unname(f$statistic), df = unname(f$parameter)))
  for (paired in c(FALSE, TRUE)) { f <- tryCatch(t.test(x, y, paired = paired), error = function(e) NULL)
    if (!is.null(f)) put("t-test", list(x = x, y = y, paired = paired), list(statistic = unname(f$statistic), p = f$p.value,
      df = unname(f$parameter), interval = as.numeric(f$conf.int), se = f$stderr)) }
  f <- tryCatch(t.test(y, mu = 1e6), error = function(e) NULL)
  if (!is.null(f)) put("t-test", list(x = y, mu = 1e6), list(statistic = unname(f$statistic), p = f$p.value,
    interval = as.numeric(f$conf.int)))
}
for (o in list(c(0, 1e9), c(1e9, 1e9), c(5e8, 1e9), c(1, 1e9), c(1, 2), c(0, 2), c(999, 1000))) {
  p <- o[1] / o[2]; z <- qnorm(.975)^2 / o[2]; h <- sqrt(z * (p * (1 - p) + z / 4))
  put("wilson", list(count = o[1], total = o[2]), list(estimate = p, interval = c(p + z / 2 - h, p + z / 2 + h) / (1 + z)))
}
for (method in c("holm", "BH", "bonferroni")) for (p in list(c(1e-300, 1e-12, .5, NA, NA), .2, c(1, 1, 1), runif(50)^8,
    c(.05, .05, .05, .05), NA)) put("adjust", list(p = I(p), method = tolower(method)), list(adjusted = I(p.adjust(p, method))))

# Regressions
fitted <- function(f) { s <- summary(f)$coefficients; list(estimate = as.list(s[, 1]), se = as.list(s[, 2]), deviance = f$deviance,
  nullDeviance = f$null.deviance, pByCoefficient = as.list(s[, 4]), marginalEffects = NULL)[1:5] }
for (i in 1:12) { n <- c(12, 25, 40, 200, 60, 30, 500, 80, 1000, 20, 45, 33)[i]
  x <- data.frame(year = 2005 + sample(-4:5, n, TRUE), income = round(exp(rnorm(n, 14, .6))), tiny = rnorm(n) * 1e-7,
    flag = rbinom(n, 1, .4))
  if (i %% 3 == 0) x$year <- -x$year; if (i %% 4 == 0) x$income[sample(n, 3)] <- NA
  use <- list(c("year", "income"), "income", c("year", "flag"), names(x))[[i %% 4 + 1]]
  eta <- .2 * (abs(x$year) - 2005) + (x$tiny * 1e7) * .4 + ifelse(is.na(x$income), 0, (x$income - 1e6) / 2e6)
  y <- rbinom(n, 1, plogis(eta)); y[1:2] <- 0:1
  w <- if (i %% 2) rep(1, n) else list(10^sample(0:6, n, TRUE), runif(n, .1, 2), sample(0:3, n, TRUE))[[i %% 3 + 1]]
  d <- x; d$y <- y; d$w <- w
  f <- quiet(glm(reformulate(use, "y"), binomial, d[d$w > 0, ], weights = w, control = glm.control(1e-14, 100)))
  data <- c(list(y = y, x = as.list(x[use])), if (!i %% 2) list(weights = w))
  if (max(abs(coef(f)[-1] * apply(model.matrix(f)[, -1, drop = FALSE], 2, sd))) < 6) put("logistic", data, fitted(f))
  for (k in c(3, 7)) { z <- findInterval(eta + rlogis(n), quantile(eta, seq_len(k - 1) / k, na.rm = TRUE)) + 1
    if (length(unique(z)) < 3 || n < 25) next
    d$z <- z; e <- d[d$w > 0, ]; s <- sapply(e[use], sd, na.rm = TRUE); for (u in use) e[[u]] <- (e[[u]] - mean(e[[u]], na.rm = TRUE)) / s[[u]]
    f <- tryCatch(quiet(polr(reformulate(use, "factor(z)"), e, weights = w, Hess = TRUE, control = list(reltol = 1e-16,
      maxit = 2000))), error = function(e) NULL)
    if (is.null(f) || max(abs(coef(f))) > 6) next
    b <- coef(summary(f))[seq_along(use), , drop = FALSE]
    data$y <- z; put("ordinal", data, list(deviance = f$deviance, levels = as.character(sort(unique(e$z[complete.cases(e)]))),
      estimate = as.list(b[, 1] / s), se = as.list(b[, 2] / s)))
    if (k == 7) next
    f <- multinom(reformulate(use, "factor(z)"), e, weights = w, trace = FALSE, reltol = 1e-16, abstol = 0, maxit = 5000, Hess = TRUE)
    m <- summary(f); if (max(abs(m$coefficients)) > 6) next
    put("multinomial", data, list(deviance = f$deviance, estimate = lapply(split(m$coefficients[, -1, drop = FALSE], rownames(
      m$coefficients)), function(v) as.list(setNames(v / s, use))), se = lapply(split(m$standard.errors[, -1, drop = FALSE],
      rownames(m$coefficients)), function(v) as.list(setNames(v / s, use)))))
  }
}
# Separation: no slope is finite, the deviance is. An absent class and one-row classes.
for (i in 1:6) { n <- c(8, 20, 40, 60, 10, 30)[i]; v <- sort(rnorm(n, c(0, 2005, 1e6, -40, 0, 0)[i], c(1, 5, 1e5, 9, 1, 1)[i]))
  g <- rep(c("a", "b"), c(n - 3, 3)); free <- rnorm(n)
  y <- if (i <= 3) as.integer(v > v[n %/% 2]) else ifelse(g == "b", 1, sample(0:1, n, TRUE)); y[n - 4] <- 0 + (i <= 3)
  x <- if (i <= 3) list(v = v) else list(g = g, free = free)
  d <- as.data.frame(x); if (i > 3) d$g <- often(g); d$y <- y
  f <- quiet(glm(y ~ ., binomial, d, control = glm.control(1e-15, 300)))
  put("logistic", list(y = y, x = x), c(list(nullDeviance = f$null.deviance), if (f$deviance > 1e-3) list(deviance = f$deviance,
    estimate = list(free = coef(f)[["free"]]), se = list(free = summary(f)$coefficients["free", 2]))))
}

# Mixed models: many small groups, huge trials, unscaled columns, no spread between groups, crossed groups
spread <- function(f, of) if (isSingular(f)) 0 else unname(attr(VarCorr(f)[[of]], "stddev"))
for (i in 1:8) { k <- c(10, 30, 12, 60, 11, 25, 15, 10)[i]; each <- c(8, 4, 20, 2, 12, 6, 1, 40)[i]; g <- rep(seq_len(k), each)
  if (i == 2) g <- c(g, rep(1, 40)); n <- length(g); year <- 2005 + sample(-9:9, n, TRUE); income <- round(exp(rnorm(n, 13, .5)))
  u <- rnorm(k, sd = c(0, 1, 3, .5, .05, 1, .8, 2)[i]); eta <- .05 * (year - 2005) + u[g]
  trials <- if (i == 7) rep(200, n) else if (i %% 2) rep(1, n) else round(10^runif(n, 0, 3)); s <- rbinom(n, trials, plogis(eta))
  d <- data.frame(s, trials, c = (year - 2005) / 5, m = (income - 5e5) / 2e5, g); x <- list(year = year, income = income)
  f <- quiet(glmer(cbind(s, trials - s) ~ c + m + (1 | g), d, binomial, control = glmerControl("bobyqa", optCtrl = list(
    rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-12)))
  b <- fixef(f)[-1] / c(5, 2e5)
  put("mixed-logistic", c(list(success = s), if (i %% 2 == 0 || i == 7) list(trials = trials), list(x = x, group = g)), list(coefficients =
    list(year = list(estimate = b[[1]]), income = list(estimate = b[[2]])), groupSd = spread(f, "g"), logLikelihood =
    as.numeric(logLik(f)), singular = isSingular(f)))
  if (each == 1) next
  for (how in c("REML", "ML")) for (scale in c(1, 1e6)) { y <- signif(scale * (eta + rnorm(n)) + (scale > 1) * 3e6, 7); d$y <- (y - mean(y)) / scale
    f <- quiet(lmer(y ~ c + m + (1 | g), d, REML = how == "REML", control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-11))))
    e <- summary(f)$coefficients[-1, ] * scale / c(5, 2e5)
    put("mixed-linear", list(y = y, x = x, group = g, estimator = how), list(coefficients = list(year = list(estimate = e[1, 1],
      se = e[1, 2]), income = list(estimate = e[2, 1], se = e[2, 2])), groupSd = spread(f, "g") * scale, residualSd = sigma(f) * scale,
      singular = isSingular(f))) }
}
for (i in 1:4) { n <- c(90, 200, 150, 400)[i]; a <- sample(12, n, TRUE); b <- sample(10 + i, n, TRUE); a[1:12] <- 1:12; b[seq_len(10 + i)] <- seq_len(10 + i)
  u <- rnorm(12, sd = c(1, 0, 2, .6)[i]); v <- rnorm(20, sd = c(1, 1, 0, .6)[i]); year <- 1990 + sample(30, n, TRUE); y <- round(u[a] + v[b] + rnorm(n), 3)
  d <- data.frame(y, c = (year - 2005) / 10, a, b)
  f <- quiet(lmer(y ~ c + (1 | a) + (1 | b), d, control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-11))))
  v <- sapply(c("a", "b"), function(k) unname(attr(VarCorr(f)[[k]], "stddev")))
  put("mixed-linear", list(y = y, x = list(year = year), group = list(from = a, to = b)), list(coefficients = list(year = list(
    estimate = fixef(f)[[2]] / 10, se = summary(f)$coefficients[2, 2] / 10)), groupSd = list(from = if (v[1] < 1e-4) 0 else v[[1]],
    to = if (v[2] < 1e-4) 0 else v[[2]]), residualSd = sigma(f),
    # A restricted likelihood depends on the unit of a variable.
    logLikelihood = as.numeric(logLik(f)) - log(10), singular = isSingular(f)))
}

# Times to events
curve <- function(Y, group) setNames(lapply(unique(group), function(g) { k <- survfit(Y[group == g] ~ 1); t <- summary(k)$table
  e <- k$n.event > 0; list(n = sum(group == g), events = unname(t["events"]), median = unname(t["median"]), medianInterval =
  unname(t[c("0.95LCL", "0.95UCL")]), survival = I(k$surv[e]), time = I(k$time[e])) }), unique(group))
shapes <- list(
  list(time = c(4, 4, 4, 4), event = c(1, 1, 1, 1), group = c("a", "a", "b", "b")), # all at one time
  list(time = c(3, 5, 8, 9), event = c(0, 0, 0, 0), group = c("a", "b", "a", "b")), # nothing happened
  list(time = c(1, 2), event = c(1, 1), group = c("a", "b")), list(time = c(1, 2), event = c(0, 1), group = c("a", "a")),
  list(time = c(0, 0, 3, 5), event = c(1, 0, 1, 0), group = c("a", "b", "a", "b")), # at 0
  list(start = c(0, 0, 7, 8, 8), stop = c(3, 5, 9, 12, 10), event = c(1, 1, 1, 1, 0), group = c("a", "a", "a", "b", "b")), # nobody at risk
  list(start = c(0, 2, 4, 6, 0, 1), stop = c(2, 4, 6, 8, 5, 9), event = c(1, 1, 1, 1, 1, 0), group = c("a", "a", "a", "a", "b", "b")),
  list(time = c(1e6, 2e6, 1e6 + 1, 3e6), event = c(1, 1, 1, 0), group = c("a", "b", "b", "a")),
  list(time = c(.1 + .2, .3, .3, .5), event = c(1, 1, 0, 1), group = c("a", "a", "b", "b")),
  list(start = c(1990, 1995, 2001, 2003), stop = c(2005, 2005, 2006, 2020), event = c(1, 1, 0, 1), group = c("x", "y", "x", "y")),
  list(time = 1:9, event = c(1, 1, 0, 1, 1, 0, 1, 1, 1), group = c("solo", rep("rest", 8))),
  list(time = rep(1:3, 20), event = rep(c(1, 0), 30), group = rep(c("a", "b", "c"), each = 20)))
for (s in shapes) { Y <- if (is.null(s$start)) Surv(s$time, s$event) else Surv(s$start, s$stop, s$event); k <- length(unique(s$group))
  l <- if (is.null(s$start) && k > 1 && sum(s$event)) tryCatch(quiet(survdiff(Y ~ s$group)), error = function(e) NULL)
  put("kaplan-meier", s, c(list(groups = curve(Y, s$group)), if (!is.null(l)) list(logRank = list(statistic = l$chisq))))
}
for (i in 1:14) { n <- c(6, 20, 60, 150, 40, 300, 25, 80, 45, 100, 12, 200, 50, 70)[i]; year <- 2005 + sample(-6:6, n, TRUE)
  income <- round(exp(rnorm(n, 14, .5))); t <- ceiling(rexp(n, exp(-3 + .08 * (year - 2005) - (income - 1e6) / 4e6))) + 1
  event <- rbinom(n, 1, .7); event[1:2] <- 1; x <- list(year = year, income = income)
  if (i %% 3 == 1) t <- pmin(t, 4); if (i == 5) t[] <- c(3, 4); if (i == 6) income[1] <- 5e7; x$income <- income
  times <- list(time = t); Y <- Surv(t, event)
  if (i %% 2 == 0) { start <- pmax(0, t - sample(12, n, TRUE)); times <- list(start = start, stop = t); Y <- Surv(start, t, event) }
  d <- data.frame(c = (year - 2005) / 4, m = (income - 1e6) / 1e6); ties <- c("efron", "breslow")[i %% 2 + 1]
  f <- tryCatch(coxph(Y ~ c + m, d, ties = ties, control = coxph.control(eps = 1e-12, toler.chol = 1e-15, iter.max = 100)),
    warning = function(w) NULL)
  if (!is.null(f) && max(abs(coef(f))) < 8) { s <- summary(f)$coefficients; b <- s[, 1] / c(4, 1e6); e <- s[, 3] / c(4, 1e6)
    put("cox", c(times, list(event = event, x = x, ties = ties)), list(coefficients = list(year = list(estimate = b[[1]], se = e[[1]],
      p = s[1, 5]), income = list(estimate = b[[2]], se = e[[2]], p = s[2, 5])), logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1],
      concordance = unname(f$concordance["concordance"]), scoreTest = list(statistic = f$score))) }
  from <- if (i %% 2) 0 * t else start
  years <- do.call(rbind, lapply(seq_len(n), function(r) { k <- (from[r] + 1):t[r]; data.frame(c = d$c[r], m = d$m[r], k, y =
    ifelse(k == t[r], event[r], 0)) })); years$k <- years$k / 10
  if (length(unique(years$k)) > 3) { f <- quiet(glm(y ~ k + I(k^2) + I(k^3) + c + m, binomial("cloglog"), years, control = glm.control(1e-16, 300)))
    s <- summary(f)$coefficients
    if (nrow(s) == 6 && max(abs(s[5:6, 1])) < 6 && max(s[, 2]) < 1e3) put("discrete-time", c(times, list(event = event, x = x)), list(intervals = nrow(years),
      logLikelihood = as.numeric(logLik(f)), coefficients = list(year = list(estimate = s[5, 1] / 4, se = s[5, 2] / 4), income = list(
      estimate = s[6, 1] / 1e6, se = s[6, 2] / 1e6)))) }
  cause <- event * sample(c(1, 1, 2, 5), n, TRUE); g <- sample(c("a", "b"), n, TRUE); if (i %% 5 == 0) cause[cause == 2] <- 1
  if (i %% 4 == 0) { cause[g == "b" & cause == 2] <- 0; g[1:2] <- "only" }
  f <- cuminc(t, cause, g); k <- sort(unique(cause[cause > 0])); fine <- k[f$Tests[as.character(k), "stat"] > 0 & f$Tests[as.character(k), "df"] == length(unique(g)) - 1]
  enough <- expand.grid(g = unique(g), k = k); enough <- enough[mapply(function(a, b) any(g == a & cause == b), enough$g, enough$k), ]
  last <- list(); for (r in seq_len(nrow(enough))) { o <- f[[paste(enough$g[r], enough$k[r])]]
    last[[as.character(enough$g[r])]][[as.character(enough$k[r])]] <- list(estimate = tail(o$est, 1), variance = tail(o$var, 1)) }
  put("competing-risks", list(time = t, cause = cause, group = g), c(list(last = last), if (length(fine)) list(tests = setNames(lapply(fine, function(c)
    list(statistic = f$Tests[as.character(c), "stat"], p = f$Tests[as.character(c), "pv"])), fine))))
}

# Agreement, from the definitions
kappa <- function(m, weights) { k <- nrow(m); p <- m / sum(m); a <- rowSums(p); b <- colSums(p); i <- abs(row(p) - col(p))
  w <- switch(weights, none = (i == 0) + 0, linear = 1 - i / (k - 1), quadratic = 1 - (i / (k - 1))^2)
  o <- sum(w * p); e <- sum(w * outer(a, b)); v <- (o - e) / (1 - e)
  byChance <- outer(c(w %*% b), c(t(w) %*% a), "+"); s <- sum(p * (w - byChance * (1 - v))^2) - (v - e * (1 - v))^2
  list(estimate = v, se = sqrt(s / sum(m)) / (1 - e), expected = e) }
for (m in list(two(1e9, 5, 3, 1e9), two(0, 5, 5, 0), two(98, 1, 1, 0), huge(4, 4), matrix(c(5, 0, 0, 0, 0, 0, 1, 0, 7), 3), matrix(1, 7, 7),
               matrix(c(0, 4, 0, 0, 0, 6, 5, 0, 0), 3), diag(6) * 3 + (row(diag(6)) - col(diag(6)) == 1)))
  for (weights in c("none", "linear", "quadratic")) if (nrow(m) > 2 || weights == "none") { e <- kappa(m, weights)
    if (is.finite(e$se) && e$se > 1e-7) put("kappa", list(table = m, weights = weights), e) }
units <- function(m) { k <- sort(unique(c(m[!is.na(m)]))); t(apply(m, 1, function(r) table(factor(r, k)))) }
alpha <- function(m, level) { c <- units(m); v <- sort(unique(c(m[!is.na(m)]))); c <- c[rowSums(c) > 1, , drop = FALSE]; n <- colSums(c)
  delta <- outer(seq_along(v), seq_along(v), Vectorize(function(i, j) switch(level, nominal = (i != j) + 0, interval = (v[i] - v[j])^2,
    ordinal = if (i == j) 0 else (sum(n[min(i, j):max(i, j)]) - (n[i] + n[j]) / 2)^2)))
  o <- sum(apply(c, 1, function(r) sum(outer(r, r) * delta) / (sum(r) - 1))); e <- sum(outer(n, n) * delta) / (sum(n) - 1)
  if (e == 0) NA else 1 - o / e }
chance <- function(m, how) { c <- units(m); r <- rowSums(c); k <- r > 1; q <- max(2, ncol(c)); pi <- colMeans(c[r > 0, , drop = FALSE] / r[r > 0])
  pa <- mean(rowSums(c * (c - 1))[k] / (r * (r - 1))[k]); e <- if (how == "ac1") sum(pi * (1 - pi)) / (q - 1) else sum(pi^2)
  if (e >= 1) NA else (pa - e) / (1 - e) }
for (m in list(matrix(c(1, 1, 1, 1, 1, 1, 1, 2), 4), matrix(rep(1:3, 2), 3), matrix(c(1, NA, 2, NA, 1, 2, 2, NA, NA, 3, 2, 1), 4),
               matrix(sample(c(0, 1e6, 2005), 30, TRUE), 10), matrix(sample(c(1:7, NA), 80, TRUE), 20), matrix(c(-1.5, 0, 2.25, -1.5, 0, 0), 3),
               matrix(sample(c(rep(1, 30), 2), 400, TRUE), 200), matrix(c(1, 2, 1, 2, 2, 1, 2, 1), 4), matrix(sample(9, 60, TRUE), 3))) {
  for (level in c("nominal", "ordinal", "interval")) put("alpha", list(ratings = rows(m), level = level), list(estimate = alpha(m, level)))
  for (how in c("fleiss", "ac1")) put(how, list(ratings = rows(m)), list(estimate = chance(m, how)))
}
for (o in list(c(1e-6, 2e-6), c(.999, .9999), c(.5, .4999), c(.0001, .5))) for (power in c(.5, .999)) { f <- power.prop.test(p1 = o[1], p2 = o[2],
  power = power, tol = 1e-14); put("share-difference", list(first = o[1], second = o[2], power = power), list(nEach = f$n)) }

# Sequences: of any length, one state, gaps as states, costs
om <- function(a, b, cost, indel) { m <- matrix(0, length(a) + 1, length(b) + 1); m[, 1] <- 0:length(a) * indel; m[1, ] <- 0:length(b) * indel
  for (i in seq_along(a)) for (j in seq_along(b)) m[i + 1, j + 1] <- min(m[i, j + 1] + indel, m[i + 1, j] + indel, m[i, j] + cost[a[i], b[j]])
  m[length(a) + 1, length(b) + 1] }
for (i in 1:8) { states <- c("gap", "lecturer", "postdoc", "professor", "abroad")[seq_len(c(1, 2, 5, 5, 3, 4, 5, 2)[i])]; n <- c(3, 6, 12, 20, 9, 15, 30, 4)[i]
  l <- if (i %in% c(2, 5, 8)) sample(9, n, TRUE) else rep(c(4, 0, 10, 25, 0, 1, 12, 0)[i], n); indel <- c(1, .1, 5, 1, 1, 2, .7, 1e6)[i]
  s <- lapply(l, function(k) sample(states, k, TRUE)); a <- sort(unique(unlist(s))); k <- length(a); con <- matrix(2, k, k, dimnames = list(a, a)); diag(con) <- 0
  full <- Reduce(`+`, lapply(s, function(v) table(factor(head(v, -1), a), factor(tail(v, -1), a)))); r <- full / pmax(1, rowSums(full))
  tr <- unclass(2 - r - t(r)); diag(tr) <- 0
  for (costs in c("constant", "transition-rates")) { cost <- if (costs == "constant") con else tr; d <- outer(seq_len(n), seq_len(n), Vectorize(function(p, q) om(s[[p]], s[[q]], cost, indel)))
    put("sequence-distances", list(sequences = lapply(s, I), costs = costs, indel = indel), list(matrix = d, mean = mean(d[lower.tri(d)])))
    if (length(unique(l)) > 1) next
    h <- outer(seq_len(n), seq_len(n), Vectorize(function(p, q) sum((if (costs == "constant") con / 2 else cost)[cbind(s[[p]], s[[q]])])))
    if (costs == "constant") put("sequence-distances", list(sequences = lapply(s, I), method = "HAM"), list(matrix = h)) }
  lcs <- outer(seq_len(n), seq_len(n), Vectorize(function(p, q) om(s[[p]], s[[q]], con, 1))); put("sequence-distances", list(sequences = lapply(s, I), method = "LCS"), list(matrix = lcs))
  g <- rep(c("f", "m", "m"), length.out = n); sizes <- table(g)
  if (k > 1) { d <- outer(seq_len(n), seq_len(n), Vectorize(function(p, q) om(s[[p]], s[[q]], tr, 1))); w <- function(i) sum(d[i, i]) / 2 / length(i); t <- w(seq_len(n))
    within <- sum(sapply(split(seq_len(n), g), w)); put("sequence-clusters", list(sequences = lapply(s, I), costs = "transition-rates", labels = g), list(
      asw = mean(silhouette(as.integer(factor(g)), as.dist(d))[, 3]), discrepancy = list(pseudoR2 = 1 - within / t)))
    meanTimes <- as.list(colMeans(t(sapply(s, function(v) table(factor(v, a)))))); e <- sapply(s, function(v) { p <- table(v) / length(v); -sum(p * log(p)) / log(k) })
    put("sequence-description", list(sequences = lapply(s, I)), list(meanTimes = meanTimes, bySequence = list(entropy = e, transitions = sapply(s, function(v) length(rle(v)$values) - 1)))) }
}

# Networks: in parts, with self-moves, weights far apart, one edge, nodes called as numbers
for (i in 1:10) { n <- c(2, 3, 8, 20, 5, 40, 6, 10, 4, 100)[i]; e <- data.frame(f = sample(n, 3 * n, TRUE), t = sample(n, 3 * n, TRUE), w = 1)
  if (i %% 3 == 0) e$w <- round(10^runif(nrow(e), 0, 6)); if (i %in% c(4, 8)) e <- e[e$f %% 3 == e$t %% 3, ]; if (i == 1) e <- data.frame(f = 1, t = 2, w = 1e9)
  if (i == 5) e$w <- 1e-3; e <- rbind(e, data.frame(f = 1, t = 2, w = 1)); N <- unique(c(rbind(e$f, e$t))); k <- length(N); A <- matrix(0, k, k)
  for (r in seq_len(nrow(e))) if (e$f[r] != e$t[r]) A[match(e$f[r], N), match(e$t[r], N)] <- A[match(e$f[r], N), match(e$t[r], N)] + e$w[r]
  part <- seq_len(k); repeat { old <- part; for (j in seq_len(k)) { o <- c(j, which(A[j, ] + A[, j] > 0)); part[o] <- min(part[o]) }; if (all(old == part)) break }
  L <- diag(rowSums(A) + colSums(A), k) - A - t(A); v <- numeric(k)
  for (p in unique(part)) { o <- which(part == p); if (length(o) > 1) { u <- c(0, solve(L[o[-1], o[-1]], (rowSums(A) - colSums(A))[o[-1]])); v[o] <- u - mean(u) } }
  v <- v - min(v); put("springrank", list(edges = lapply(seq_len(nrow(e)), function(r) list(as.character(e$f[r]), as.character(e$t[r]), e$w[r]))), list(scores = as.list(setNames(v, N))))
}
for (i in 1:5) { names <- c("Alpha", "2", "Γ", "d", "e"); level <- list(c(1, 1, 1, 1, 1), 1:5, c(1, 2, 1, 2, 1), c(3, 1, 2, 2, 5), c(1, 9, 1, 9, 1))[[i]]
  moves <- list(rbind(c(1, 2), c(2, 1)), rbind(c(1, 2), c(2, 3), c(3, 4)), rbind(c(1, 2), c(1, 2), c(2, 1), c(3, 4)), rbind(c(5, 1), c(4, 2)), rbind(c(1, 2), c(3, 4), c(5, 2)))[[i]]
  p <- as.matrix(expand.grid(rep(list(seq_len(nrow(moves))), nrow(moves)))); p <- p[apply(p, 1, function(o) !anyDuplicated(o) && all(moves[o, 2] != moves[, 1])), , drop = FALSE]
  change <- function(t) { c <- level[t] - level[moves[, 1]]; c(up = sum(c < 0), down = sum(c > 0), same = sum(c == 0)) }
  put("null-model", list(moves = lapply(seq_len(nrow(moves)), function(r) I(names[moves[r, ]])), levels = as.list(setNames(level, names)), draws = 20000), list(
    observed = as.list(change(moves[, 2])), expected = as.list(rowMeans(apply(p, 1, function(o) change(moves[o, 2]))))))
}
cat(toJSON(cases, digits = I(12), auto_unbox = TRUE, na = "null", null = "null"))

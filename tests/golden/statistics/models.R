# Prints tests/golden/statistics/models.json: data made here, lme4's sleepstudy, and what lme4, glm, TraMineR and
# power.prop.test say of them. R 4.2.2, lme4 1.1-31, TraMineR 2.2-12, jsonlite: Rscript models.R > models.json
suppressMessages({library(lme4); library(TraMineR); library(jsonlite)})
set.seed(1717)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
quiet <- function(x) suppressMessages(suppressWarnings(x))
often <- function(v) factor(v, levels = names(sort(table(v), decreasing = TRUE)))

linear <- function(d, estimator) {
  x <- setdiff(names(d), c("y", "group"))
  frame <- d; for (w in x) if (is.character(d[[w]])) frame[[w]] <- often(d[[w]])
  f <- quiet(lmer(reformulate(c(x, "(1 | group)"), "y"), frame, REML = estimator == "REML",
             control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10))))
  s <- summary(f)$coefficients
  put("mixed-linear", list(y = d$y, x = as.list(d[x]), group = d$group, estimator = estimator), list(
    coefficients = setNames(lapply(rownames(s), function(r) list(estimate = s[r, 1], se = s[r, 2], t = s[r, 3])),
                            rownames(s)),
    groupSd = unname(attr(VarCorr(f)$group, "stddev")), residualSd = sigma(f),
    logLikelihood = as.numeric(logLik(f)), singular = isSingular(f)))
}
for (estimator in c("REML", "ML")) {
  linear(with(sleepstudy, data.frame(y = Reaction, days = Days, group = as.character(Subject))), estimator)
  for (i in 1:3) {
    n <- c(60, 150, 400)[i]; g <- sample(letters[1:(10 + 5 * i)], n, TRUE); u <- rnorm(26, sd = c(2, .6, 0)[i])
    year <- round(rnorm(n, 1990, 9)); kind <- sample(c("art", "law", "music"), n, TRUE, c(.6, .3, .1))
    linear(data.frame(y = round(5 + .2 * (year - 1990) + (kind == "law") + u[match(g, letters)] + rnorm(n), 4),
                      year, kind, group = g), estimator)
  }
}

# Mobility tables: diagonal and symmetric parameters as factors.
fitted <- function(f) list(statistic = f$deviance, df = f$df.residual,
                           p = pchisq(f$deviance, f$df.residual, lower.tail = FALSE), expected = unname(matrix(fitted.values(f), sqrt(length(f$y)))))
tables <- list(matrix(c(50, 28, 11, 45, 174, 78, 8, 84, 110), 3), matrix(rpois(16, 12) + 1, 4), matrix(rpois(25, 25) + 1, 5),
  matrix(c(9, 4, 0, 1, 7, 20, 6, 0, 3, 8, 30, 5, 2, 3, 9, 12), 4))
for (m in tables) {
  k <- nrow(m); d <- data.frame(n = c(m), i = factor(row(m)), j = factor(col(m)))
  d$diagonal <- factor(ifelse(row(m) == col(m), row(m), 0)); d$pair <- factor(paste(pmin(row(m), col(m)), pmax(row(m), col(m))))
  g <- function(formula) quiet(glm(formula, poisson, d, control = glm.control(1e-12, 60)))
  moved <- 1 - sum(diag(m)) / sum(m); structural <- sum(abs(rowSums(m) - colSums(m))) / 2 / sum(m)
  put("mobility-table", list(table = m), list(share = moved, structural = structural, circulation = moved - structural,
    models = list(independence = fitted(g(n ~ i + j)), quasiIndependence = fitted(g(n ~ i + j + diagonal)),
                  symmetry = fitted(g(n ~ pair)), quasiSymmetry = fitted(g(n ~ i + j + pair)))))
}

states <- c("lecturer", "postdoc", "professor", "abroad")
career <- function(length) {
  s <- sample(states, 1)
  while (length(s) < length) s <- c(s, if (runif(1) < .6) tail(s, 1) else sample(states, 1))
  s
}
for (i in 1:4) {
  n <- c(6, 15, 40, 12)[i]; longest <- c(4, 9, 20, 60)[i]
  m <- t(sapply(seq_len(n), function(r) {
    length <- if (i %% 2) longest else sample(2:longest, 1); c(career(length), rep(NA, longest - length)) }))
  s <- quiet(seqdef(m, alphabet = sort(states)))
  d <- quiet(seqstatd(s))
  put("sequence-description", list(sequences = lapply(seq_len(n), function(r) I(unname(m[r, !is.na(m[r, ])]))), states = sort(states)),
    list(distribution = unname(t(d$Frequencies)), entropyByPosition = unname(d$Entropy),
      meanTimes = as.list(setNames(c(quiet(seqmeant(s))), sort(states))), transitionRates = unname(quiet(seqtrate(s))),
      bySequence = list(entropy = c(quiet(seqient(s))), turbulence = c(quiet(seqST(s))), complexity = c(quiet(seqici(s))),
                        transitions = c(quiet(seqtransn(s))))))
}

for (p in list(c(.5, .4), c(.45, .3), c(.1, .02))) for (power in c(.8, .9)) {
  f <- power.prop.test(p1 = p[1], p2 = p[2], power = power, tol = 1e-12)
  put("share-difference", list(first = p[1], second = p[2], power = power), list(nEach = f$n))
  put("share-difference", list(first = p[1], second = p[2], n = 100),
      list(power = power.prop.test(100, p[1], p[2])$power, halfWidth = qnorm(.975) * sqrt(sum(p * (1 - p)) / 100)))
}

# Average marginal effects: derivatives and differences of predictions, their errors by numerical derivatives.
effects <- function(f, frame) {
  at <- function(beta, d) plogis(model.matrix(delete.response(terms(f)), d, xlev = f$xlevels) %*% beta)
  effect <- function(beta, variable, level) {
    v <- frame[[variable]]
    if (is.factor(v)) { a <- b <- frame; a[[variable]][] <- level; b[[variable]][] <- levels(v)[1]
      mean(at(beta, a) - at(beta, b)) } else { p <- at(beta, frame); mean(p * (1 - p)) * beta[[variable]] }
  }
  error <- function(variable, level) {
    b <- coef(f); g <- sapply(seq_along(b), function(j) { h <- 1e-5 * max(abs(b[j]), 1e-3)
      up <- down <- b; up[j] <- up[j] + h; down[j] <- down[j] - h
      (effect(up, variable, level) - effect(down, variable, level)) / (2 * h) })
    sqrt(c(t(g) %*% vcov(f) %*% g))
  }
  out <- list()
  for (v in names(frame)) for (l in if (is.factor(frame[[v]])) levels(frame[[v]])[-1] else NA)
    out[[if (is.na(l)) v else paste0(v, l)]] <- list(estimate = effect(coef(f), v, l), se = error(v, l))
  out
}
for (i in 1:3) {
  n <- c(80, 250, 600)[i]; age <- round(rnorm(n, 40, 8)); kind <- sample(c("art", "law", "music"), n, TRUE, c(.5, .3, .2)); home <- rbinom(n, 1, .4)
  y <- rbinom(n, 1, plogis(.06 * (age - 40) + .8 * (kind == "law") - .5 * home))
  frame <- data.frame(age, kind = often(kind), home)
  f <- glm(y ~ age + kind + home, binomial, frame, control = glm.control(1e-14, 100))
  put("logistic", list(y = y, x = list(age = age, kind = kind, home = home)), list(marginalEffects = effects(f, frame)))
}
cat(toJSON(cases, digits = 14, auto_unbox = TRUE))

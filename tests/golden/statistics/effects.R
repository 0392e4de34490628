# Prints tests/golden/statistics/effects.json: average marginal effects of ordinal and multinomial regressions on data
# made here, from the fits of MASS::polr and nnet::multinom by differences of the probabilities, their standard errors
# by the delta method. R 4.2.2, MASS 7.3-58, nnet 7.3-18, jsonlite: Rscript effects.R > effects.json
suppressMessages({library(MASS); library(nnet); library(jsonlite)})
set.seed(20)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
often <- function(v) factor(v, levels = names(sort(table(v), decreasing = TRUE)))

# Derivatives by all parameters, to about 1e-9.
jacobian <- function(f, at, scale) sapply(seq_along(at), function(i) {
  h <- replace(0 * at, i, 1e-3 * scale[i])
  (8 * (f(at + h) - f(at - h)) - (f(at + 2 * h) - f(at - 2 * h))) / (12 * 1e-3 * scale[i])
})

# chances(theta, frame) gives a row of probabilities for each observation.
effects <- function(theta, covariance, frame, chances, levels) {
  out <- setNames(lapply(levels, function(l) list()), levels)
  for (v in names(frame)) for (to in if (is.factor(frame[[v]])) levels(frame[[v]])[-1] else "") {
    average <- function(theta) {
      if (to != "") {
        as <- function(level) { f <- frame; f[[v]][] <- level; colMeans(chances(theta, f)) }
        return(as(to) - as(levels(frame[[v]])[1]))
      }
      by <- function(step) { f <- frame; f[[v]] <- f[[v]] + step; colMeans(chances(theta, f)) }
      h <- 1e-2 * sd(frame[[v]])
      (8 * (by(h) - by(-h)) - (by(2 * h) - by(-2 * h))) / (12 * h)
    }
    value <- average(theta); j <- jacobian(average, theta, sqrt(diag(covariance)))
    se <- sqrt(diag(j %*% covariance %*% t(j)))
    for (k in seq_along(levels)) out[[k]][[paste0(v, to)]] <- list(estimate = value[k], se = se[k])
  }
  out
}

made <- function(n) {
  d <- data.frame(age = round(rnorm(n, 40, 9)), field = sample(c("arts", "science", "law"), n, TRUE, c(.5, .3, .2)))
  d$pull <- (d$age - 40) / 12 + (d$field == "law") - .5 * (d$field == "science") + rlogis(n)
  d
}
centre <- function(d) data.frame(age = d$age - mean(d$age), field = often(d$field))

for (n in c(80, 240)) {
  d <- made(n); y <- cut(d$pull, c(-Inf, -1, .5, 2, Inf), labels = FALSE); x <- centre(d)
  fit <- polr(factor(y) ~ age + field, x, Hess = TRUE, control = list(reltol = 1e-15, maxit = 2000))
  p <- length(coef(fit))
  chances <- function(theta, f) {
    eta <- drop(model.matrix(~ age + field, f)[, -1] %*% theta[1:p])
    below <- cbind(0, sapply(theta[-(1:p)], function(cut) plogis(cut - eta)), 1)
    below[, -1] - below[, -ncol(below)]
  }
  put("ordinal", list(y = y, x = list(age = d$age, field = d$field)),
      list(marginalEffects = effects(c(coef(fit), fit$zeta), vcov(fit), x, chances, as.character(sort(unique(y))))))

  d <- made(n); to <- c("abroad", "home", "none")[cut(d$pull + rnorm(n), c(-Inf, -.5, 1, Inf), labels = FALSE)]
  x <- centre(d); order <- c("home", "none", "abroad")
  fit <- multinom(factor(to, order) ~ age + field, x, Hess = TRUE, trace = FALSE, reltol = 1e-16, abstol = 1e-12, maxit = 5000)
  w <- ncol(coef(fit))
  chances <- function(theta, f) {
    e <- exp(cbind(0, model.matrix(~ age + field, f) %*% matrix(theta, w)))
    e / rowSums(e)
  }
  put("multinomial", list(y = to, x = list(age = d$age, field = d$field), levels = order),
      list(marginalEffects = effects(c(t(coef(fit))), vcov(fit), x, chances, order)))
}
cat(toJSON(cases, auto_unbox = TRUE, digits = 12), "\n", sep = "")

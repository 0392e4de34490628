# Prints tests/golden/statistics/sequences.json: random careers, and what TraMineR, hclust and
# cluster say of them. R 4.2.2, TraMineR 2.2-12, cluster 2.1.4, jsonlite: Rscript sequences.R > sequences.json
suppressMessages({library(TraMineR); library(cluster); library(jsonlite)})
set.seed(17)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
states <- c("lecturer", "postdoc", "professor", "abroad")
career <- function(length) {
  s <- sample(states, 1)
  while (length(s) < length) s <- c(s, if (runif(1) < .7) tail(s, 1) else sample(states, 1))
  s
}
quiet <- function(x) suppressMessages(suppressWarnings(x))
given <- function(m) lapply(seq_len(nrow(m)), function(i) I(unname(m[i, !is.na(m[i, ])])))
distances <- function(m, method, costs, indel) {
  s <- quiet(seqdef(m, alphabet = sort(states)))
  if (method == "LCS") quiet(seqdist(s, method = "LCS"))
  else if (method == "HAM") quiet(seqdist(s, method = "HAM", sm = costs))
  else quiet(seqdist(s, method = "OM", indel = indel, sm = costs))
}
words <- c(CONSTANT = "constant", TRATE = "transition-rates")
distanceCase <- function(m, method, costs = "CONSTANT", indel = 1) {
  d <- distances(m, method, costs, indel)
  data <- list(sequences = given(m), method = method, costs = words[[costs]], indel = indel)
  put("sequence-distances", data, list(mean = mean(d[lower.tri(d)]), matrix = unname(d)))
}
equal <- function(n, length) t(sapply(seq_len(n), function(i) career(length)))
unequal <- function(n, longest) t(sapply(seq_len(n), function(i) {
  length <- sample(2:longest, 1); c(career(length), rep(NA, longest - length)) }))
for (m in list(equal(12, 9), unequal(12, 9))) {
  for (costs in c("CONSTANT", "TRATE")) for (indel in c(1, .7, 2.5)) distanceCase(m, "OM", costs, indel)
  distanceCase(m, "LCS")
}
m <- equal(12, 9); distanceCase(m, "HAM"); distanceCase(m, "HAM", "TRATE")

clusterCase <- function(m, costs, k) {
  d <- distances(m, "OM", costs, 1); n <- nrow(m)
  h <- hclust(as.dist(d), "ward.D2"); w <- cutree(h, k); p <- pam(as.dist(d), k, diss = TRUE)
  base <- list(sequences = given(m), method = "OM", costs = words[[costs]], indel = 1)
  width <- function(l) mean(silhouette(l, as.dist(d))[, 3])
  sizes <- function(l) sort(as.integer(table(l)), decreasing = TRUE)
  # R breaks ties by the order of the rows: what depends on it is left out.
  other <- lapply(1:20, function(i) { o <- sample(n); g <- hclust(as.dist(d[o, o]), "ward.D2")
    list(heights = g$height, labels = cutree(g, k)[order(o)]) })
  stable <- all(sapply(other, function(g) max(abs(g$heights - h$height)) < 1e-9))
  same <- all(sapply(other, function(g) nrow(unique(cbind(w, g$labels))) == k))
  cat("heights depend on the order:", !stable, " clusters:", !same, "\n", file = stderr())
  ward <- c(if (same) list(sizes = I(sizes(w)), asw = width(w)), if (stable) list(heights = h$height))
  if (length(ward) > 0) put("sequence-clusters", c(base, list(clusters = k, linkage = "ward")), ward)
  put("sequence-clusters", c(base, list(clusters = k, linkage = "pam")),
      c(list(sizes = I(sizes(p$clustering)), asw = p$silinfo$avg.width),
        if (!anyDuplicated(m)) list(medoids = I(sort(p$id.med)))))
  labels <- sample(c("f", "m", "x"), n, TRUE); l <- as.integer(factor(labels))
  a <- quiet(dissassoc(d, group = labels, R = 1))
  put("sequence-clusters", c(base, list(labels = labels)), list(sizes = I(sizes(l)), asw = width(l),
      discrepancy = list(pseudoF = a$stat[1, 1], pseudoR2 = a$stat["Pseudo R2", 1])))
}
# Long careers with costs by transition rates: hardly any distances are equal.
for (n in c(20, 40)) for (k in c(2, 4, 5)) clusterCase(equal(n, 30), "TRATE", k)
# Equal careers merge at 0 and count as often as they occur.
m <- equal(30, 25); clusterCase(m[c(1:30, 1:10, 1:4), ], "TRATE", 3)
cat(toJSON(cases, digits = 12, auto_unbox = TRUE, na = "null"))

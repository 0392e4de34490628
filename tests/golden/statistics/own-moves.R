# Prints tests/golden/statistics/own-moves.json: networks of moves made here, and for each owner of moves the SpringRank
# scores of the largest part that the others' moves hold together, solved anew. R 4.2.2, MASS, jsonlite:
# Rscript own-moves.R > own-moves.json
suppressMessages({library(MASS); library(jsonlite)})
set.seed(1717)
largest <- function(a) { k <- nrow(a); tie <- a + t(a) > 0; best <- integer(0); seen <- rep(FALSE, k)
  for (start in seq_len(k)) if (!seen[start]) { part <- start
    repeat { more <- setdiff(which(colSums(tie[part, , drop = FALSE]) > 0), part); if (!length(more)) break; part <- c(part, more) }
    seen[part] <- TRUE; if (length(part) > length(best)) best <- part }
  sort(best) }
without <- function(d, k) { a <- unclass(table(factor(d$from, 1:k), factor(d$to, 1:k))); diag(a) <- 0
  part <- largest(a); b <- a[part, part]; l <- diag(rowSums(b) + colSums(b)) - b - t(b)
  s <- as.vector(ginv(l) %*% (rowSums(b) - colSums(b))); out <- rep(NA, k); out[part] <- s - min(s); out }
cases <- lapply(1:12, function(i) { k <- c(6, 9, 14, 20)[1 + i %% 4]; n <- round(k * runif(1, 1.1, 3))
  d <- data.frame(owner = sort(sample(1:round(n / 1.6), n, TRUE)), from = sample(1:k, n, TRUE), to = sample(1:k, n, TRUE))
  d <- d[d$from != d$to, ]
  a <- unclass(table(factor(d$from, 1:k), factor(d$to, 1:k))); d <- d[d$from %in% largest(a), ]
  list(edges = unname(as.matrix(d)), all = without(d, k),
       owners = lapply(split(d, d$owner), function(mine) without(d[d$owner != mine$owner[1], ], k))) })
cat(toJSON(cases, digits = 12, auto_unbox = FALSE, na = "null"), "\n")

#include "core/base/guard.h"
#include "core/base/random.h"
#include "core/inspection/nearest_kinds.h"
#include "core/inspection/squared_distance.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/utils/distances.h>

#include <cmath>
#include <omp.h>

namespace andon {
namespace {

constexpr std::size_t chunk_queries = 256;
constexpr std::size_t spare_neighbours = 8; ///< proposals beyond k, so that the exact ranking has a choice
constexpr std::size_t most_proposals = 2048;
constexpr std::size_t trial_queries = 1000, trial_misses = 0; ///< nearest rows that a trial may miss

class OneThread {
public:
  OneThread() { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

private:
  int before_ = omp_get_max_threads();
};

class FaissNearest : public NearestSearch {
public:
  FaissNearest(std::string kind, std::span<const float> rows, std::size_t dimension)
      : kind_(std::move(kind)), rows_(rows), d_(dimension) {
    const auto n = static_cast<faiss::Index::idx_t>(rows.size() / dimension);
    const int d = static_cast<int>(dimension);
    if (kind_ == "flat") {
      index_ = std::make_unique<faiss::IndexFlatL2>(d);
    } else if (kind_ == "ivf") {
      const auto lists = static_cast<std::size_t>(std::max(1.0, std::sqrt(static_cast<double>(n))));
      coarse_ = std::make_unique<faiss::IndexFlatL2>(d);
      auto ivf = std::make_unique<faiss::IndexIVFFlat>(coarse_.get(), dimension, lists);
      ivf->nprobe = std::max<std::size_t>(8, lists / 16);
      ivf->cp.seed = 1;
      ivf->cp.min_points_per_centroid = 1;
      ivf->train(n, rows.data());
      index_ = std::move(ivf);
    } else {
      auto hnsw = std::make_unique<faiss::IndexHNSWFlat>(d, 32);
      hnsw->hnsw.efConstruction = 80;
      hnsw->hnsw.efSearch = 128;
      index_ = std::move(hnsw);
    }
    {
      const OneThread scope; // several would link the graph in the order in which they happen to run
      index_->add(n, rows.data());
    }
    if (kind_ != "flat")
      look_until_found();
  }

  std::string id() const override { return kind_; }
  std::size_t bytes() const override {
    const std::size_t links = kind_ == "hnsw" ? rows_.size() / d_ * 2 * 32 * sizeof(std::int32_t) : 0;
    return rows_.size() * sizeof(float) + links;
  }

  Result<std::vector<Neighbour>> search(std::span<const float> queries, std::size_t k,
                                        const Exclusion& exclusion, std::stop_token stop) const override {
    const std::size_t n = queries.size() / d_;
    std::vector<Neighbour> best(n * k);
    if (k == 0)
      return best;
    return guard("searching nearest patches", [&]() -> Result<std::vector<Neighbour>> {
      for (std::size_t begin = 0; begin < n; begin += chunk_queries) {
        if (stop.stop_requested())
          return fail(ErrorCode::cancelled, "the search for nearest patches was cancelled");
        const std::size_t end = std::min(n, begin + chunk_queries);
        search_chunk(queries.subspan(begin * d_, (end - begin) * d_), k, exclusion,
                     std::span(best).subspan(begin * k, (end - begin) * k));
      }
      return best;
    });
  }

private:
  /// Queries between rows and beyond them, as patches of new images and of defects are.
  std::vector<float> trial() const {
    Random random(Seed(1).stream("nearest trial"));
    std::vector<float> queries;
    for (std::size_t q = 0; q < trial_queries; ++q) {
      const float* const one = rows_.data() + random.below(rows_.size() / d_) * d_;
      const float* const other = rows_.data() + random.below(rows_.size() / d_) * d_;
      const float way = q % 2 == 0 ? 0.5F : -0.5F;
      for (std::size_t j = 0; j < d_; ++j)
        queries.push_back(one[j] + way * (other[j] - one[j]));
    }
    return queries;
  }

  /// Widens the search until no trial query misses its nearest row, or nothing is left to look at.
  void look_until_found() {
    const std::vector<float> queries = trial();
    std::vector<float> exact(trial_queries);
    std::vector<faiss::Index::idx_t> nearest(trial_queries);
    faiss::float_maxheap_array_t heap{trial_queries, 1, nearest.data(), exact.data()};
    faiss::knn_L2sqr(queries.data(), rows_.data(), d_, trial_queries, rows_.size() / d_, &heap);
    for (;;) {
      const Result<std::vector<Neighbour>> found = search(queries, 1, {}, {});
      if (!found)
        return;
      std::size_t misses = 0;
      for (std::size_t q = 0; q < trial_queries; ++q)
        misses += (*found)[q].squared >
                  squared_distance(queries.data() + q * d_,
                                   rows_.data() + nearest[q] * static_cast<std::int64_t>(d_), d_);
      if (misses <= trial_misses || !widened())
        return;
    }
  }

  /// Whether there was anything to widen.
  bool widened() {
    if (auto* const ivf = dynamic_cast<faiss::IndexIVFFlat*>(index_.get())) {
      const bool more = ivf->nprobe < ivf->nlist;
      ivf->nprobe = std::min(2 * ivf->nprobe, ivf->nlist);
      return more;
    }
    auto& hnsw = dynamic_cast<faiss::IndexHNSWFlat&>(*index_).hnsw;
    const auto rows = static_cast<int>(rows_.size() / d_);
    const bool more = hnsw.efSearch < rows;
    hnsw.efSearch = std::min(2 * hnsw.efSearch, rows);
    return more;
  }

  void search_chunk(std::span<const float> queries, std::size_t k, const Exclusion& exclusion,
                    std::span<Neighbour> best) const {
    const std::size_t n = queries.size() / d_, total = rows_.size() / d_;
    std::size_t own = 0;
    for (const std::int32_t owner : exclusion.owners)
      own += owner == exclusion.owner ? 1 : 0;
    const std::size_t wanted = std::min({total, k + spare_neighbours + own, std::max(most_proposals, k)});
    std::vector<float> distances(n * wanted);
    std::vector<faiss::Index::idx_t> labels(n * wanted);
    index_->search(static_cast<faiss::Index::idx_t>(n), queries.data(),
                   static_cast<faiss::Index::idx_t>(wanted), distances.data(), labels.data());
    for (std::size_t q = 0; q < n; ++q)
      for (std::size_t i = 0; i < wanted; ++i) {
        if (labels[q * wanted + i] < 0)
          continue;
        const auto row = static_cast<std::uint32_t>(labels[q * wanted + i]);
        if (!exclusion.owners.empty() && exclusion.owners[row] == exclusion.owner)
          continue;
        insert_neighbour(best.subspan(q * k, k),
                         {squared_distance(queries.data() + q * d_, rows_.data() + row * d_, d_), row});
      }
  }

  std::string kind_;
  std::span<const float> rows_;
  std::size_t d_;
  std::unique_ptr<faiss::Index> coarse_, index_;
};

} // namespace

Result<std::unique_ptr<NearestSearch>>
make_faiss_nearest(const std::string& kind, std::span<const float> rows, std::size_t dimension) {
  return guard("building a search index", [&]() -> Result<std::unique_ptr<NearestSearch>> {
    return std::make_unique<FaissNearest>(kind, rows, dimension);
  });
}

} // namespace andon

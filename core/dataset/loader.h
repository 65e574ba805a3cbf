// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// A batch of samples as the model takes them. Unreadable samples are left out of it and counted by the
/// loader.
struct Batch {
    std::vector<std::size_t> indices;  ///< into the manifest's samples
    /// The model's inputs in order, [indices.size(), …]: preprocessed images as one of float, NCHW or NHWC; a
    /// tensor set's as TensorSet::inputs says.
    std::vector<base::Tensor> inputs;
    std::vector<Placement> placements;  ///< of each image in its input; empty for tensor sets
};

/// A sample that could not be decoded.
struct SkippedSample {
    std::size_t index;
    base::Error error;
};

/// Decodes ahead on a small pool of threads (tensor sets: one, which reads in order); batches come in the
/// manifest's order whatever the number of threads, and never more than `ahead` wait, so memory does not
/// depend on the size of the set.
class Loader {
public:
    struct Options {
        int batch = 16;
        int threads = 2;
        int ahead = 2;  ///< batches decoded or being decoded before they are asked for
        std::vector<std::size_t> indices = {};  ///< subset and order, into the manifest's samples; empty: all
    };
    /// Copies what it needs of `manifest`; `preprocess` is for images alone. Indices must be below
    /// manifest.samples.size().
    Loader(const Manifest& manifest, const Preprocess& preprocess, const Options& options,
           std::stop_token stop);
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// The next batch; nothing at the end or when stopped. A batch is smaller than asked where samples were
    /// skipped and at the end.
    [[nodiscard]] std::optional<Batch> next();
    /// Those met so far, in the order of reading.
    [[nodiscard]] std::vector<SkippedSample> skipped() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace pwb::dataset

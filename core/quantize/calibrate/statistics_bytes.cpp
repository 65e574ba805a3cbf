// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/statistics_bytes.h"

#include <limits>
#include <map>

#include "core/quantize/calibrate/statistics.pb.h"

namespace pwb::quantize {
namespace {

using base::Tensor;

void write(const std::string& name, const TensorStatistics& statistics, stored::TensorStatistics& out) {
    const Histogram::Parts parts = statistics.histogram.parts();
    out.set_tensor(name);
    out.mutable_bins()->Assign(parts.bins.begin(), parts.bins.end());
    out.set_exponent(parts.exponent);
    out.set_zeros(static_cast<std::uint64_t>(parts.zeros));
    out.set_non_finite(static_cast<std::uint64_t>(parts.nonFinite));
    out.set_min(parts.min);
    out.set_max(parts.max);
    out.set_moving_lo(statistics.movingLo);
    out.set_moving_hi(statistics.movingHi);
    out.set_batches(static_cast<std::uint64_t>(statistics.batches));
}

std::optional<TensorStatistics> read(const stored::TensorStatistics& in) {
    Histogram::Parts parts;
    parts.bins.assign(in.bins().begin(), in.bins().end());
    parts.exponent = in.exponent();
    parts.zeros = static_cast<std::int64_t>(in.zeros());
    parts.nonFinite = static_cast<std::int64_t>(in.non_finite());
    parts.min = in.min();
    parts.max = in.max();
    auto histogram = Histogram::restore(std::move(parts));
    if (!histogram) return std::nullopt;
    return TensorStatistics{std::move(*histogram), in.moving_lo(), in.moving_hi(),
                            static_cast<std::int64_t>(in.batches())};
}

void write(const Tensor& tensor, stored::Tensor& out) {
    out.set_type(static_cast<std::uint32_t>(tensor.type));
    out.mutable_shape()->Assign(tensor.shape.begin(), tensor.shape.end());
    out.set_values(tensor.bytes.data(), tensor.bytes.size());
}

std::optional<Tensor> read(const stored::Tensor& in) {
    Tensor tensor{static_cast<base::ElementType>(in.type()), {in.shape().begin(), in.shape().end()}, {}};
    const auto* first = reinterpret_cast<const std::byte*>(in.values().data());
    tensor.bytes.assign(first, first + in.values().size());
    const std::size_t size = base::elementSize(tensor.type);
    if (size == 0 || tensor.count() < 0 ||
        static_cast<std::size_t>(tensor.count()) * size != tensor.bytes.size())
        return std::nullopt;
    return tensor;
}

template <class StoredTensors>
bool readAll(const StoredTensors& in, std::vector<Tensor>& tensors) {
    for (const stored::Tensor& one : in) {
        auto tensor = read(one);
        if (!tensor) return false;
        tensors.push_back(std::move(*tensor));
    }
    return true;
}

}  // namespace

std::string encodeStatistics(const Collected& collected) {
    stored::Collected out;
    out.set_samples(static_cast<std::uint32_t>(collected.samples));
    out.set_statistics_count(static_cast<std::uint32_t>(collected.statistics.size()));
    out.set_references_count(static_cast<std::uint32_t>(collected.references.size()));
    std::map<std::string_view, const TensorStatistics*> sorted;
    for (const auto& [name, statistics] : collected.statistics) sorted.emplace(name, &statistics);
    for (const auto& [name, statistics] : sorted)
        write(std::string(name), *statistics, *out.add_statistics());
    for (const ReferenceBatch& reference : collected.references) {
        stored::ReferenceBatch& batch = *out.add_references();
        for (const Tensor& tensor : reference.inputs) write(tensor, *batch.add_inputs());
        for (const Tensor& tensor : reference.outputs) write(tensor, *batch.add_outputs());
    }
    return out.SerializeAsString();
}

std::optional<Collected> decodeStatistics(std::string_view bytes) {
    stored::Collected in;
    if (bytes.size() > std::numeric_limits<int>::max() ||
        !in.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())) || !in.IsInitialized() ||
        in.statistics_count() != static_cast<std::uint32_t>(in.statistics_size()) ||
        in.references_count() != static_cast<std::uint32_t>(in.references_size()))
        return std::nullopt;
    Collected collected;
    collected.samples = static_cast<int>(in.samples());
    for (const stored::TensorStatistics& one : in.statistics()) {
        auto statistics = read(one);
        if (!statistics) return std::nullopt;
        collected.statistics.insert_or_assign(one.tensor(), std::move(*statistics));
    }
    for (const stored::ReferenceBatch& one : in.references()) {
        ReferenceBatch& reference = collected.references.emplace_back();
        if (!readAll(one.inputs(), reference.inputs) || !readAll(one.outputs(), reference.outputs))
            return std::nullopt;
    }
    return collected;
}

}  // namespace pwb::quantize

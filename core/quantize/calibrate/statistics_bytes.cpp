// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/statistics_bytes.h"

#include <algorithm>
#include <bit>
#include <map>
#include <stdexcept>

namespace pwb::quantize {
namespace {

using base::Tensor;

class Writer {
public:
    void count(std::uint64_t value) {
        for (; value >= 128; value >>= 7) m_bytes.push_back(static_cast<char>(value | 128));
        m_bytes.push_back(static_cast<char>(value));
    }
    void whole(std::int64_t value) {
        // Zigzag: small magnitudes of either sign stay short.
        count((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void real(float value) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (int shift = 0; shift < 32; shift += 8) m_bytes.push_back(static_cast<char>(bits >> shift));
    }
    void text(std::string_view value) {
        count(value.size());
        m_bytes.append(value);
    }
    void tensor(const Tensor& tensor) {
        count(static_cast<std::uint64_t>(tensor.type));
        count(tensor.shape.size());
        for (const std::int64_t dim : tensor.shape) whole(dim);
        text({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads what Writer wrote; anything else ends in std::out_of_range.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    std::uint64_t count() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(take(1).front());
            value |= static_cast<std::uint64_t>(byte & 127) << shift;
            if (byte < 128) return value;
        }
        throw std::out_of_range("count");
    }
    /// A number of things of which each takes a byte at least.
    std::size_t items() {
        const std::uint64_t value = count();
        if (value > m_rest.size()) throw std::out_of_range("items");
        return value;
    }
    std::int64_t whole() {
        const std::uint64_t value = count();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    float real() {
        std::uint32_t bits = 0;
        int shift = 0;
        for (const char byte : take(4)) {
            bits |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(byte)) << shift;
            shift += 8;
        }
        return std::bit_cast<float>(bits);
    }
    std::string_view text() { return take(items()); }
    Tensor tensor() {
        Tensor tensor;
        tensor.type = static_cast<base::ElementType>(count());
        const std::size_t dims = items();
        for (std::size_t d = 0; d < dims; ++d) tensor.shape.push_back(whole());
        const std::string_view bytes = text();
        const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
        tensor.bytes.assign(first, first + bytes.size());
        const std::size_t size = base::elementSize(tensor.type);
        if (size == 0 || tensor.count() < 0 ||
            static_cast<std::size_t>(tensor.count()) * size != bytes.size())
            throw std::out_of_range("tensor");
        return tensor;
    }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view take(std::size_t n) {
        if (n > m_rest.size()) throw std::out_of_range("bytes");
        const std::string_view taken = m_rest.substr(0, n);
        m_rest.remove_prefix(n);
        return taken;
    }
    std::string_view m_rest;
};

void write(Writer& out, const TensorStatistics& statistics) {
    const Histogram::Parts parts = statistics.histogram.parts();
    out.count(parts.bins.size());
    for (const std::int64_t bin : parts.bins) out.count(static_cast<std::uint64_t>(bin));
    out.whole(parts.exponent);
    out.count(static_cast<std::uint64_t>(parts.zeros));
    out.count(static_cast<std::uint64_t>(parts.nonFinite));
    for (const float value : {parts.min, parts.max, statistics.movingLo, statistics.movingHi})
        out.real(value);
    out.count(static_cast<std::uint64_t>(statistics.batches));
}

TensorStatistics readStatistics(Reader& in) {
    Histogram::Parts parts;
    parts.bins.resize(in.items());
    for (std::int64_t& bin : parts.bins) bin = static_cast<std::int64_t>(in.count());
    parts.exponent = static_cast<int>(in.whole());
    parts.zeros = static_cast<std::int64_t>(in.count());
    parts.nonFinite = static_cast<std::int64_t>(in.count());
    parts.min = in.real();
    parts.max = in.real();
    TensorStatistics statistics;
    statistics.movingLo = in.real();
    statistics.movingHi = in.real();
    statistics.batches = static_cast<std::int64_t>(in.count());
    auto histogram = Histogram::restore(std::move(parts));
    if (!histogram) throw std::out_of_range("histogram");
    statistics.histogram = std::move(*histogram);
    return statistics;
}

void write(Writer& out, const std::vector<Tensor>& tensors) {
    out.count(tensors.size());
    for (const Tensor& tensor : tensors) out.tensor(tensor);
}

std::vector<Tensor> readTensors(Reader& in) {
    std::vector<Tensor> tensors(in.items());
    for (Tensor& tensor : tensors) tensor = in.tensor();
    return tensors;
}

}  // namespace

std::string encodeStatistics(const Collected& collected) {
    Writer out;
    out.count(static_cast<std::uint64_t>(collected.samples));
    const std::map<std::string, const TensorStatistics*> sorted = [&] {
        std::map<std::string, const TensorStatistics*> byName;
        for (const auto& [name, statistics] : collected.statistics) byName.emplace(name, &statistics);
        return byName;
    }();
    out.count(sorted.size());
    for (const auto& [name, statistics] : sorted) {
        out.text(name);
        write(out, *statistics);
    }
    out.count(collected.references.size());
    for (const ReferenceBatch& reference : collected.references) {
        write(out, reference.inputs);
        write(out, reference.outputs);
    }
    return out.take();
}

std::optional<Collected> decodeStatistics(std::string_view bytes) {
    try {
        Reader in(bytes);
        Collected collected;
        collected.samples = static_cast<int>(in.count());
        for (std::size_t left = in.items(); left > 0; --left) {
            std::string name(in.text());
            collected.statistics.insert_or_assign(std::move(name), readStatistics(in));
        }
        for (std::size_t left = in.items(); left > 0; --left) {
            ReferenceBatch reference;
            reference.inputs = readTensors(in);
            reference.outputs = readTensors(in);
            collected.references.push_back(std::move(reference));
        }
        return in.atEnd() ? std::optional(std::move(collected)) : std::nullopt;
    } catch (const std::out_of_range&) {
        return std::nullopt;
    }
}

}  // namespace pwb::quantize

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/resample_passes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pwb::dataset {
namespace {

/// What a sum begins with so that cutting off the fraction rounds it.
constexpr std::int32_t half(int weightBits) {
    return 1 << (weightBits - 1);
}

std::uint8_t toPixel(std::int32_t sum, int weightBits) {
    return static_cast<std::uint8_t>(std::clamp(sum >> weightBits, 0, 255));
}

std::size_t rowBytes(const Pixels8& pixels) {
    return static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.channels);
}

const std::uint8_t* rowOf(const Pixels8& pixels, int row) {
    return pixels.data + row * pixels.stride;
}

template <int kChannels>
void rowAcross(const std::uint8_t* source, const ResampleTaps& taps, std::uint8_t* target) {
    const int weightBits =
        taps.weightBits;  // bytes that are written might be anything, for all compilers know
    for (std::size_t x = 0; x < taps.windows.size(); ++x) {
        const auto window = taps.windows[x];
        const std::int32_t* weights = taps.weightsOf(x);
        const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(window.first) * kChannels;
        std::array<std::int32_t, kChannels> sums;
        sums.fill(half(weightBits));
        for (int tap = 0; tap < window.count; ++tap)
            for (std::size_t c = 0; c < kChannels; ++c) sums[c] += *pixel++ * weights[tap];
        for (std::size_t c = 0; c < kChannels; ++c) *target++ = toPixel(sums[c], weightBits);
    }
}

void acrossPlain(const Pixels8& source, const ResampleTaps& taps, std::uint8_t* target) {
    const std::size_t bytes = taps.windows.size() * static_cast<std::size_t>(source.channels);
    for (int y = 0; y < source.height; ++y, target += bytes) {
        if (source.channels == 1)
            rowAcross<1>(rowOf(source, y), taps, target);
        else
            rowAcross<3>(rowOf(source, y), taps, target);
    }
}

/// Row `y` of the target; the first row of its window lies at `source`. Tap by tap over
/// the whole row, which compilers turn into vectors.
void rowDown(const std::uint8_t* source, std::ptrdiff_t stride, const ResampleTaps& taps, std::size_t y,
             std::vector<std::int32_t>& sums, std::uint8_t* target) {
    const std::int32_t* weights = taps.weightsOf(y);
    const int weightBits = taps.weightBits;
    std::fill(sums.begin(), sums.end(), half(weightBits));
    for (int tap = 0; tap < taps.windows[y].count; ++tap, source += stride)
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += source[i] * weights[tap];
    for (std::size_t i = 0; i < sums.size(); ++i) target[i] = toPixel(sums[i], weightBits);
}

void downPlain(const Pixels8& source, int firstRow, const ResampleTaps& taps, std::uint8_t* target) {
    std::vector<std::int32_t> sums(rowBytes(source));
    for (std::size_t y = 0; y < taps.windows.size(); ++y) {
        rowDown(rowOf(source, taps.windows[y].first - firstRow), source.stride, taps, y, sums,
                target + y * sums.size());
    }
}

#if defined(__x86_64__)
// A weight does not fit the 16 bits of a multiply-add of pairs (madd), so it is split: weight = high · 2^15 +
// low with 0 ≤ low < 2^15. Both sums are exact modulo 2^32, and so is high · 2^15 + low of them, which fits
// 32 bits.
constexpr int kLowBits = 15;
constexpr std::size_t kChunk = 4;  ///< taps that are multiplied together
/// What may be read behind the end of a row: at most three taps of weight 0, and the rest of a load.
constexpr std::size_t kReadAhead = 16;
constexpr std::size_t kVector = 32;

std::size_t chunksOf(const ResampleTaps& taps) {
    return (taps.longest + kChunk - 1) / kChunk;
}

/// Weights as the vector loops read them. Targets come in groups of `lanes`, taps in chunks of four, and a
/// chunk has four parts of one 32-bit pair per lane: low halves of the first two taps, their high halves, and
/// both of the other two. All windows have the same number of chunks, filled up with weights of 0. Their
/// number is filled up to a multiple of `block` with targets that are 0.
class SplitWeights {
public:
    /// Windows that would start behind `lastStart` start there, with weights of 0 in front.
    SplitWeights(const ResampleTaps& taps, std::size_t lanes, std::size_t block, int lastStart);
    [[nodiscard]] std::size_t targets() const { return m_firsts.size(); }
    [[nodiscard]] std::size_t chunks() const { return m_chunks; }
    [[nodiscard]] int bits() const { return m_bits; }
    /// The first source position of `target`; those of the following targets lie behind it.
    [[nodiscard]] const std::int32_t* firsts(std::size_t target) const { return m_firsts.data() + target; }
    /// The weights of the group that begins with `target`, a multiple of `lanes`.
    [[nodiscard]] const std::int32_t* pairs(std::size_t target) const {
        return m_pairs.data() + target * m_chunks * kChunk;
    }

private:
    static std::int32_t pair(std::int32_t first, std::int32_t second) {
        return static_cast<std::int32_t>((static_cast<std::uint32_t>(first) & 0xFFFFU) |
                                         static_cast<std::uint32_t>(second) << 16U);
    }

    int m_bits;
    std::size_t m_chunks;
    std::vector<std::int32_t> m_firsts;
    std::vector<std::int32_t> m_pairs;
};

SplitWeights::SplitWeights(const ResampleTaps& taps, std::size_t lanes, std::size_t block, int lastStart)
    : m_bits(taps.weightBits), m_chunks(chunksOf(taps)) {
    constexpr std::int32_t kLowMask = (1 << kLowBits) - 1;
    const std::size_t length = m_chunks * kChunk;
    m_firsts.resize((taps.windows.size() + block - 1) / block * block);
    m_pairs.resize(m_firsts.size() * length);
    std::vector<std::int32_t> padded(length);
    for (std::size_t target = 0; target < taps.windows.size(); ++target) {
        const auto window = taps.windows[target];
        m_firsts[target] = std::min(window.first, lastStart);
        std::fill(padded.begin(), padded.end(), 0);
        std::copy_n(taps.weightsOf(target), window.count, padded.begin() + (window.first - m_firsts[target]));
        const std::size_t lane = target % lanes;
        std::int32_t* out = m_pairs.data() + (target - lane) * length + lane;
        for (std::size_t tap = 0; tap < length; tap += 2, out += 2 * lanes) {
            out[0] = pair(padded[tap] & kLowMask, padded[tap + 1] & kLowMask);
            out[lanes] = pair(padded[tap] >> kLowBits, padded[tap + 1] >> kLowBits);
        }
    }
}

/// Gives rows that may be read a little behind their end, by copying those where this would leave the
/// picture.
class ReadableRows {
public:
    ReadableRows(const Pixels8& pixels, std::size_t rowsAtOnce)
        : m_pixels(pixels), m_bytes(rowBytes(pixels)), m_copies(rowsAtOnce * (m_bytes + kReadAhead)) {}

    /// Valid until the row of the same slot, counted from 0 to rowsAtOnce, is asked for again.
    const std::uint8_t* row(int y, std::size_t slot) {
        const std::uint8_t* source = rowOf(m_pixels, y);
        const std::ptrdiff_t behind = (m_pixels.height - 1 - y) * m_pixels.stride;
        if (behind >= static_cast<std::ptrdiff_t>(kReadAhead)) return source;
        std::uint8_t* copy = m_copies.data() + slot * (m_bytes + kReadAhead);
        std::memcpy(copy, source, m_bytes);
        return copy;
    }

private:
    Pixels8 m_pixels;
    std::size_t m_bytes;
    std::vector<std::uint8_t> m_copies;
};

struct SplitSum {
    __m256i low, high;
};

__attribute__((target("avx2"))) inline SplitSum emptySum(int weightBits) {
    return {_mm256_set1_epi32(half(weightBits)), _mm256_setzero_si256()};
}

/// Adds the products of pairs of 16-bit values with their weights.
__attribute__((target("avx2"))) inline void add(SplitSum& sum, __m256i values, __m256i low, __m256i high) {
    sum.low = _mm256_add_epi32(sum.low, _mm256_madd_epi16(values, low));
    sum.high = _mm256_add_epi32(sum.high, _mm256_madd_epi16(values, high));
}

/// Whole numbers, not yet clipped.
__attribute__((target("avx2"))) inline __m256i rounded(const SplitSum& sum, int weightBits) {
    return _mm256_sra_epi32(_mm256_add_epi32(_mm256_slli_epi32(sum.high, kLowBits), sum.low),
                            _mm_cvtsi32_si128(weightBits));
}

__attribute__((target("avx2"))) inline __m256i load2(const std::uint8_t* low, const std::uint8_t* high) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(low))),
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(high)), 1);
}

__attribute__((target("avx2"))) inline __m256i both(__m128i value) {
    return _mm256_broadcastsi128_si256(value);
}

constexpr std::size_t kRowsAtOnce = 4;
constexpr std::size_t kRgbBlock = 4;   ///< pixels whose bytes are stored together
constexpr std::size_t kGreyBlock = 8;  ///< pixels of one vector of sums

/// Clips four pixels of two rows, and moves the twelve bytes of each row to the front of its half.
__attribute__((target("avx2"))) inline __m256i withoutIdle(const __m256i (&sums)[kRgbBlock]) {
    const __m256i left = _mm256_packs_epi32(sums[0], sums[1]);
    const __m256i right = _mm256_packs_epi32(sums[2], sums[3]);
    return _mm256_shuffle_epi8(_mm256_packus_epi16(left, right),
                               both(_mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1)));
}

__attribute__((target("avx2"))) inline void store(std::uint8_t* target, __m128i bytes) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(target), bytes);
}

/// Four rows of RGB, two to a vector: a half holds the sums of red, green and blue of one row and an idle
/// one.
__attribute__((target("avx2"))) void fourRgbRowsAcross(
    const std::array<const std::uint8_t*, kRowsAtOnce>& rows, const SplitWeights& weights,
    const std::array<std::uint8_t*, kRowsAtOnce>& targets) {
    // Of four pixels RGBRGBRGBRGB: R0 R1 G0 G1 B0 B1 as 16-bit values, and the same of pixels 2 and 3.
    const __m256i firstTwo = both(_mm_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
    const __m256i lastTwo = both(_mm_setr_epi8(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1));
    const std::size_t chunks = weights.chunks();
    for (std::size_t x = 0; x < weights.targets(); x += kRgbBlock) {
        const std::int32_t* firsts = weights.firsts(x);
        const std::int32_t* pairs = weights.pairs(x);
        __m256i upper[kRgbBlock];
        __m256i lower[kRgbBlock];
        for (std::size_t lane = 0; lane < kRgbBlock; ++lane) {
            SplitSum above = emptySum(weights.bits());
            SplitSum below = emptySum(weights.bits());
            std::size_t at = static_cast<std::size_t>(firsts[lane]) * 3;
            for (std::size_t chunk = 0; chunk < chunks; ++chunk, at += 3 * kChunk, pairs += kChunk) {
                const __m256i two = load2(rows[0] + at, rows[1] + at);
                const __m256i others = load2(rows[2] + at, rows[3] + at);
                const __m256i low = _mm256_set1_epi32(pairs[0]);
                const __m256i high = _mm256_set1_epi32(pairs[1]);
                add(above, _mm256_shuffle_epi8(two, firstTwo), low, high);
                add(below, _mm256_shuffle_epi8(others, firstTwo), low, high);
                const __m256i lowOfLast = _mm256_set1_epi32(pairs[2]);
                const __m256i highOfLast = _mm256_set1_epi32(pairs[3]);
                add(above, _mm256_shuffle_epi8(two, lastTwo), lowOfLast, highOfLast);
                add(below, _mm256_shuffle_epi8(others, lastTwo), lowOfLast, highOfLast);
            }
            upper[lane] = rounded(above, weights.bits());
            lower[lane] = rounded(below, weights.bits());
        }
        const __m256i above = withoutIdle(upper);
        const __m256i below = withoutIdle(lower);
        store(targets[0] + 3 * x, _mm256_castsi256_si128(above));
        store(targets[1] + 3 * x, _mm256_extracti128_si256(above, 1));
        store(targets[2] + 3 * x, _mm256_castsi256_si128(below));
        store(targets[3] + 3 * x, _mm256_extracti128_si256(below, 1));
    }
}

/// One row of grey: eight pixels at once, of each of which four source pixels are read as one number.
__attribute__((target("avx2"))) void greyRowAcross(const std::uint8_t* row, const SplitWeights& weights,
                                                   std::uint8_t* target) {
    const __m256i firstTwo = both(_mm_setr_epi8(0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1));
    const __m256i lastTwo = both(_mm_setr_epi8(2, -1, 3, -1, 6, -1, 7, -1, 10, -1, 11, -1, 14, -1, 15, -1));
    const auto four = [row](std::int32_t at) {
        std::int32_t pixels;
        std::memcpy(&pixels, row + at, sizeof(pixels));
        return pixels;
    };
    for (std::size_t x = 0; x < weights.targets(); x += kGreyBlock) {
        const std::int32_t* firsts = weights.firsts(x);
        const auto* pairs = reinterpret_cast<const __m256i*>(weights.pairs(x));
        SplitSum sum = emptySum(weights.bits());
        for (std::int32_t chunk = 0; chunk < static_cast<std::int32_t>(weights.chunks());
             ++chunk, pairs += 4) {
            const std::int32_t offset = chunk * std::int32_t{kChunk};
            // Not a gather instruction: those are slow on processors with mended microcode.
            const __m256i pixels = _mm256_setr_epi32(four(firsts[0] + offset), four(firsts[1] + offset),
                                                     four(firsts[2] + offset), four(firsts[3] + offset),
                                                     four(firsts[4] + offset), four(firsts[5] + offset),
                                                     four(firsts[6] + offset), four(firsts[7] + offset));
            add(sum, _mm256_shuffle_epi8(pixels, firstTwo), _mm256_loadu_si256(pairs),
                _mm256_loadu_si256(pairs + 1));
            add(sum, _mm256_shuffle_epi8(pixels, lastTwo), _mm256_loadu_si256(pairs + 2),
                _mm256_loadu_si256(pairs + 3));
        }
        const __m256i whole = rounded(sum, weights.bits());
        const __m128i words =
            _mm_packs_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(target + x), _mm_packus_epi16(words, words));
    }
}

__attribute__((target("avx2"))) void acrossAvx2(const Pixels8& source, const ResampleTaps& taps,
                                                std::uint8_t* target) {
    const bool grey = source.channels == 1;
    // No window reaches further behind a row than rows may be read.
    const int lastStart = std::max(source.width - static_cast<int>(chunksOf(taps) * kChunk), 0);
    const SplitWeights weights(taps, grey ? kGreyBlock : 1, grey ? kGreyBlock : kRgbBlock, lastStart);
    const std::size_t bytes = taps.windows.size() * static_cast<std::size_t>(source.channels);
    // The loops store whole vectors, so they write to rows of their own that are long enough.
    const std::size_t spare = bytes + kVector;
    std::vector<std::uint8_t> results(kRowsAtOnce * spare);
    ReadableRows rows(source, kRowsAtOnce);
    for (int y = 0; y < source.height; y += int{kRowsAtOnce}) {
        std::array<const std::uint8_t*, kRowsAtOnce> from;
        std::array<std::uint8_t*, kRowsAtOnce> to;
        for (std::size_t i = 0; i < kRowsAtOnce; ++i) {
            from[i] = rows.row(std::min(y + static_cast<int>(i), source.height - 1), i);
            to[i] = results.data() + i * spare;
        }
        const auto count = static_cast<std::size_t>(std::min(source.height - y, int{kRowsAtOnce}));
        if (grey)
            for (std::size_t i = 0; i < count; ++i) greyRowAcross(from[i], weights, to[i]);
        else
            fourRgbRowsAcross(from, weights, to);
        for (std::size_t i = 0; i < count; ++i, target += bytes) std::memcpy(target, to[i], bytes);
    }
}

/// 32 neighbouring bytes of one target row.
__attribute__((target("avx2"))) inline void blockDown(const std::uint8_t* source, std::ptrdiff_t stride,
                                                      int taps, const std::int32_t* pairs, int bits,
                                                      std::uint8_t* target) {
    const __m256i zero = _mm256_setzero_si256();
    SplitSum sums[4] = {emptySum(bits), emptySum(bits), emptySum(bits), emptySum(bits)};
    for (int tap = 0; tap < taps; tap += 2, source += 2 * stride, pairs += 2) {
        // Behind the last row may be nothing; its weight is 0.
        const std::uint8_t* next = tap + 1 < taps ? source + stride : source;
        const __m256i upper = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source));
        const __m256i lower = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(next));
        const __m256i low = _mm256_set1_epi32(pairs[0]);
        const __m256i high = _mm256_set1_epi32(pairs[1]);
        // Unpacking works within 128-bit halves, and so does packing below: the order is restored.
        const __m256i left = _mm256_unpacklo_epi8(upper, lower);
        const __m256i right = _mm256_unpackhi_epi8(upper, lower);
        add(sums[0], _mm256_unpacklo_epi8(left, zero), low, high);
        add(sums[1], _mm256_unpackhi_epi8(left, zero), low, high);
        add(sums[2], _mm256_unpacklo_epi8(right, zero), low, high);
        add(sums[3], _mm256_unpackhi_epi8(right, zero), low, high);
    }
    const __m256i left = _mm256_packs_epi32(rounded(sums[0], bits), rounded(sums[1], bits));
    const __m256i right = _mm256_packs_epi32(rounded(sums[2], bits), rounded(sums[3], bits));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(target), _mm256_packus_epi16(left, right));
}

/// For rows of at least 32 bytes.
__attribute__((target("avx2"))) void downAvx2(const Pixels8& source, int firstRow, const ResampleTaps& taps,
                                              std::uint8_t* target) {
    const SplitWeights weights(taps, 1, 1, std::numeric_limits<int>::max());
    const std::size_t bytes = rowBytes(source);
    for (std::size_t y = 0; y < taps.windows.size(); ++y, target += bytes) {
        const auto window = taps.windows[y];
        const std::uint8_t* rows = rowOf(source, window.first - firstRow);
        for (std::size_t x = 0; x < bytes; x += kVector) {
            // The last block overlaps the one before it rather than leave the row.
            const std::size_t at = std::min(x, bytes - kVector);
            blockDown(rows + at, source.stride, window.count, weights.pairs(y), weights.bits(), target + at);
        }
    }
}

bool hasAvx2() {
    static const bool has = __builtin_cpu_supports("avx2");
    return has;
}
#endif

}  // namespace

void resampleAcross(const Pixels8& source, const ResampleTaps& taps, bool portable, std::uint8_t* target) {
#if defined(__x86_64__)
    if (!portable && hasAvx2()) return acrossAvx2(source, taps, target);
#endif
    acrossPlain(source, taps, target);
}

void resampleDown(const Pixels8& source, int firstRow, const ResampleTaps& taps, bool portable,
                  std::uint8_t* target) {
#if defined(__x86_64__)
    if (!portable && hasAvx2() && rowBytes(source) >= kVector)
        return downAvx2(source, firstRow, taps, target);
#endif
    downPlain(source, firstRow, taps, target);
}

}  // namespace pwb::dataset

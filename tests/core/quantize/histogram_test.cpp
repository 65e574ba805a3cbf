// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/histogram.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>

using pwb::quantize::Histogram;

namespace {

std::vector<float> someFloats() {
    const auto mantissas = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-1000000, 1000000));
    const int exponent = *rc::gen::inRange(-40, 40);
    std::vector<float> values;
    for (const int m : mantissas) values.push_back(std::ldexp(static_cast<float>(m), exponent));
    return values;
}

Histogram of(std::span<const float> values) {
    Histogram histogram;
    histogram.add(values);
    return histogram;
}

void expectSame(const Histogram& a, const Histogram& b) {
    RC_ASSERT(a.count() == b.count());
    RC_ASSERT(a.nonFinite() == b.nonFinite());
    RC_ASSERT(a.hasWidth() == b.hasWidth());
    RC_ASSERT(a.min() == b.min());
    RC_ASSERT(a.max() == b.max());
    if (a.hasWidth()) RC_ASSERT(a.width() == b.width());
    RC_ASSERT(a.bins() == b.bins());
}

TEST(Histogram, OrderBatchingAndMergingDoNotMatter) {
    EXPECT_TRUE(rc::check([] {
        std::vector<float> values = someFloats();
        const Histogram whole = of(values);

        const auto cut = *rc::gen::inRange<std::size_t>(0, values.size() + 1);
        Histogram twoBatches;
        twoBatches.add(std::span(values).first(cut));
        twoBatches.add(std::span(values).subspan(cut));
        expectSame(whole, twoBatches);

        Histogram merged = of(std::span(values).subspan(cut));
        merged.merge(of(std::span(values).first(cut)));
        expectSame(whole, merged);

        std::reverse(values.begin(), values.end());
        expectSame(whole, of(values));
    }));
}

TEST(Histogram, SubnormalsAndZerosLieInTheirBins) {
    // 2^−exponent of the tightest width would be infinite here, and 0 · ∞ no place at all.
    std::vector<float> values(40, 0.0F);
    for (int i = 0; i < 20; ++i) values[static_cast<std::size_t>(i)] = 1e-40F;
    Histogram histogram = of(values);
    EXPECT_EQ(histogram.bins()[Histogram::kHalf], 40);
    histogram.add(std::vector<float>{1.0F});
    EXPECT_EQ(histogram.bins()[Histogram::kHalf], 40);
    EXPECT_EQ(histogram.bins()[Histogram::kHalf - 1], 0) << "nothing was negative";
}

TEST(Histogram, EveryValueLiesInItsBin) {
    EXPECT_TRUE(rc::check([] {
        const std::vector<float> values = someFloats();
        const Histogram histogram = of(values);
        if (!histogram.hasWidth()) return;
        std::vector<std::int64_t> expected(Histogram::kBins, 0);
        for (const float x : values)
            ++expected[static_cast<std::size_t>(std::floor(static_cast<double>(x) / histogram.width())) +
                       Histogram::kHalf];
        RC_ASSERT(histogram.bins() == expected);
        // The width is the smallest that fits.
        const double absmax = std::max(std::fabs(histogram.min()), std::fabs(histogram.max()));
        RC_ASSERT(absmax < Histogram::kHalf * histogram.width());
        RC_ASSERT(absmax >= Histogram::kHalf * histogram.width() / 2);
    }));
}

TEST(Histogram, ZerosBeforeTheFirstValueAreKept) {
    Histogram histogram;
    histogram.add(std::vector<float>{0, 0, 0});
    EXPECT_FALSE(histogram.hasWidth());
    histogram.add(std::vector<float>{1.5F});
    const auto bins = histogram.bins();
    EXPECT_EQ(bins[Histogram::kHalf], 3);
    EXPECT_EQ(std::accumulate(bins.begin(), bins.end(), std::int64_t{0}), 4);
}

TEST(Histogram, NonFiniteValuesAreCountedApart) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const Histogram histogram = of(std::vector<float>{1, nan, -2, infinity, -infinity});
    EXPECT_EQ(histogram.nonFinite(), 3);
    EXPECT_EQ(histogram.count(), 2);
    EXPECT_EQ(histogram.min(), -2);
    EXPECT_EQ(histogram.max(), 1);
}

TEST(Histogram, AVastRangeOfMagnitudesEndsInTheMiddleBins) {
    Histogram histogram = of(std::vector<float>{1e-30F, -1e-30F});
    histogram.add(std::vector<float>{1e30F});
    EXPECT_EQ(histogram.bins()[Histogram::kHalf], 1);
    EXPECT_EQ(histogram.bins()[Histogram::kHalf - 1], 1);
    EXPECT_EQ(histogram.count(), 3);
}

}  // namespace

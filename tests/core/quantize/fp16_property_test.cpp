// SPDX-License-Identifier: GPL-3.0-or-later
// For random networks: the FP16 file is valid, runs, and neither it nor its emulation is farther from FP32
// than rounding every weight and every tensor to FP16 can bring it (error_bound.h: a bound in the largest
// norm from Lipschitz constants and recorded magnitudes, with FP32 sums; sound, not tight).
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/fp16/fp16.h"
#include "tests/core/support/error_bound.h"
#include "tests/core/support/magnitudes.h"
#include "tests/core/support/random_graph.h"
#include "tests/core/support/run_model.h"

using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;

namespace {

constexpr double kHalfUnit = 0x1p-11;   // relative, of rounding to 11 significant bits
constexpr double kHalfFloor = 0x1p-25;  // absolute, below 2⁻¹⁴

double storedAsHalf(const std::string&, double largest) {
    return largest > base::kLargestHalf ? INFINITY : largest * kHalfUnit + kHalfFloor;
}

std::vector<float> roundedWeights(const onnx::TensorProto& weight) {
    std::vector<float> values = model::floatValues(weight);
    base::roundThroughHalf(values);
    return values;
}

struct Compared {
    double bound = 0, file = INFINITY, emulation = INFINITY;
    bool valid = false, withinRange = true;
};

Compared compare(const onnx::ModelProto& original) {
    Compared result;
    onnx::ModelProto prepared = original;
    EXPECT_TRUE(model::prepare(prepared, 7));
    onnx::ModelProto half = prepared;
    const auto facts = convertToFp16(half);
    EXPECT_TRUE(facts);
    result.valid = model::check(half).has_value();
    const auto largest = magnitudes(prepared);
    for (const auto& [name, value] : largest) result.withinRange &= value < base::kLargestHalf / 2;
    const auto exact = outputsOf(prepared).at(0);
    result.file = difference(exact, outputsOf(half).at(0));
    result.emulation = difference(exact, outputsOf(emulateFp16(prepared, nullptr).value()).at(0));
    result.bound = ErrorBound(prepared, {largest, storedAsHalf, roundedWeights}).of("y");
    return result;
}

TEST(Fp16Property, RandomGraphsStayWithinTheRoundingBound) {
    EXPECT_TRUE(rc::check([] {
        const auto numbers = *genes();
        const Compared result = compare(RandomGraph(numbers).model());
        RC_PRE(result.withinRange);
        RC_CLASSIFY(result.bound < 0.1);
        RC_ASSERT(result.valid);
        RC_ASSERT(result.file <= result.bound);
        RC_ASSERT(result.emulation <= result.bound);
    }));
}

TEST(Fp16Property, TheBoundIsOfTheSizeOfTheError) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 3, 8, 8});
    addFloats(proto, "w", {8, 3, 3, 3}, randomFloats(216, 1, -0.3F, 0.3F));
    addFloats(proto, "v", {4, 8, 1, 1}, randomFloats(32, 2, -0.3F, 0.3F));
    addNode(proto, "Conv", {"x", "w"}, {"c"});
    addNode(proto, "Relu", {"c"}, {"r"});
    addNode(proto, "Conv", {"r", "v"}, {"y"});
    addOutput(proto, "y", {-1, 4, 6, 6});
    const Compared result = compare(proto);
    EXPECT_GT(result.emulation, 0);
    EXPECT_LE(result.emulation, result.bound);
    EXPECT_LT(result.bound, 40 * result.emulation);
}

}  // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
// For random networks calibrated by their extremes on the very inputs that they then run on: the INT8 file is
// valid, runs, and is no farther from FP32 than the scales imply (error_bound.h). Of a tensor within ±A the
// step is at most 2A/255, so storing it adds at most A/255; what leaves its range is moved nearer to the
// exact value, not farther. A weight is off by at most 1/254 of the largest one.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/build.h"
#include "core/quantize/int8/int8_lowering.h"
#include "tests/core/support/error_bound.h"
#include "tests/core/support/magnitudes.h"
#include "tests/core/support/random_graph.h"
#include "tests/core/support/run_model.h"
#include "tests/support/test_folder.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

constexpr double kSlack = 1.05;  // of 32-bit biases and the rounding of scales themselves

std::vector<float> farthestWeights(const onnx::TensorProto& weight) {
    std::vector<float> values = model::floatValues(weight);
    float largest = 0;
    for (const float value : values) largest = std::max(largest, std::fabs(value));
    for (float& value : values) value += std::copysign(largest * static_cast<float>(kSlack / 254), value);
    return values;
}

quantize::CalibrationSource sameInputsAs(const onnx::ModelProto& model) {
    quantize::CalibrationSource source;
    source.samples = 2;
    const std::string bytes = model.SerializeAsString();
    source.open = [bytes]() -> quantize::CalibrationSource::Next {
        auto session = runtime::Session::create(std::string_view(bytes), {});
        auto inputs = std::make_shared<std::vector<base::Tensor>>(randomInputs(*session, 2, 1));
        return [inputs]() -> base::Result<std::optional<quantize::CalibrationBatch>> {
            if (inputs->empty()) return std::nullopt;
            quantize::CalibrationBatch batch;
            batch.samples = 2;
            batch.inputs = std::move(*inputs);
            inputs->clear();
            return batch;
        };
    };
    return source;
}

TEST(Int8Property, RandomGraphsStayWithinTheBoundThatTheScalesImply) {
    const tests::TestFolder place;
    const fs::path& folder = place.path();
    EXPECT_TRUE(rc::check([&] {
        const onnx::ModelProto original = RandomGraph(*genes()).model();
        RC_ASSERT(model::save(original, folder / "net.onnx").has_value());
        quantize::Int8Options options;
        options.calibrator = quantize::Calibrator::MinMax;
        options.checkSpeed = false;
        options.biasCorrection = false;  // moves biases on purpose
        const auto built = quantize::buildInt8({folder / "net.onnx", folder, "cpu", 1}, options,
                                               sameInputsAs(original), {}, {});
        RC_PRE(built.has_value() || built.error().message.code != "quantize.nothing_to_quantize");
        RC_ASSERT(built.has_value());
        const auto int8 = model::load(built->file);
        RC_ASSERT(int8.has_value());
        RC_ASSERT(model::check(*int8).has_value());

        onnx::ModelProto lowered = original;
        RC_ASSERT(model::prepare(lowered, 13).has_value());
        (void)quantize::lowerForInt8(lowered);
        const auto largest = magnitudes(lowered);
        const auto stored = [&](const std::string& tensor, double) {
            return kSlack * largest.at(tensor) / 255;
        };
        const double bound = ErrorBound(lowered, {largest, stored, farthestWeights}).of("y");
        const double error = difference(outputsOf(original).at(0), outputsOf(*int8).at(0));
        RC_CLASSIFY(bound < 1);
        RC_ASSERT(error <= bound);
    }));
}

}  // namespace

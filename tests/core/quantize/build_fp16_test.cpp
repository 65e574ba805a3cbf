// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/base/half.h"
#include "core/base/words.h"
#include "core/model/info.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/fp16/fp16.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;

namespace {

struct BuildFloat : tests::FolderFixture {
    BuildContext context;
    void SetUp() override {
        fs::create_directories(folder / "engines");
        context.model = tests::samples() / "glyphs/mobilenetv2.onnx";
        context.outputFolder = folder / "engines";
    }
    void use(const onnx::ModelProto& proto) {
        context.model = folder / "small.onnx";
        ASSERT_TRUE(model::save(proto, context.model));
    }
    [[nodiscard]] std::vector<std::string> engines() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder / "engines"))
            names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] base::Result<BuiltEngine> fp16(const Fp16BuildOptions& options = {}) const {
        return buildFp16(context, options, {}, {});
    }
};

bool warns(const BuiltEngine& built, const std::string& code) {
    return std::any_of(built.warnings.begin(), built.warnings.end(),
                       [&](const base::Message& warning) { return warning.code == code; });
}

/// x → Mul(scale) → Exp of the negative → y: `scale` decides whether the middle exceeds FP16.
onnx::ModelProto scaled(float scale, bool finiteAtTheEnd) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 16});
    addFloats(proto, "scale", {16}, std::vector<float>(16, scale));
    addFloats(proto, "back", {16}, std::vector<float>(16, 1 / scale));
    addNode(proto, "Mul", {"x", "scale"}, {"large"});
    addNode(proto, "Mul", {"large", "scale"}, {"larger"});
    addNode(proto, "Mul", {"larger", "back"}, {"smaller"});
    addNode(proto, "Mul", {finiteAtTheEnd ? "smaller" : "larger", "back"}, {"y"});
    addOutput(proto, "y", {-1, 16});
    return proto;
}

TEST_F(BuildFloat, Fp32IsTheOriginalByteForByte) {
    const auto built = buildFp32(context, {}, {});
    ASSERT_TRUE(built);
    EXPECT_EQ(built->file, context.outputFolder / "mobilenetv2_fp32.onnx");
    EXPECT_EQ(base::sha256OfFile(built->file).value(), base::sha256OfFile(context.model).value());
    EXPECT_EQ(built->fileBytes, fs::file_size(context.model));
    EXPECT_GT(built->buildSeconds, 0);
    EXPECT_FALSE(built->fallback);
}

TEST_F(BuildFloat, Fp32TakesExternalWeightsAlong) {
    auto proto = model::load(context.model);
    ASSERT_TRUE(proto);
    context.model = folder / "outside.onnx";
    ASSERT_TRUE(model::save(*proto, context.model, 100000));
    ASSERT_TRUE(fs::exists(folder / "outside.onnx.data"));
    const auto built = buildFp32(context, {}, {});
    ASSERT_TRUE(built);
    fs::remove(folder / "outside.onnx.data");
    EXPECT_TRUE(runtime::Session::create(built->file, {}));
    EXPECT_TRUE(model::inspect(built->file));
}

TEST_F(BuildFloat, Fp32OfABrokenModelIsAnErrorAndLeavesNothing) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2});
    addNode(proto, "NoSuchOperator", {"x"}, {"y"});
    addOutput(proto, "y", {2});
    use(proto);
    const auto built = buildFp32(context, {}, {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().kind, base::ErrorKind::Engine);
    EXPECT_TRUE(engines().empty());
}

TEST_F(BuildFloat, Fp16HalvesTheFileAndComesWithItsEmulation) {
    double last = 0;
    const auto built = buildFp16(context, {}, [&](double done, double total) { last = done / total; }, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_FALSE(built->fallback);
    EXPECT_EQ(built->file, context.outputFolder / "mobilenetv2_fp16.onnx");
    EXPECT_EQ(built->fileBytes, fs::file_size(built->file));
    EXPECT_LT(built->fileBytes, fs::file_size(context.model) * 55 / 100);
    EXPECT_EQ(built->overflowed, 0);
    EXPECT_EQ(last, 1);
    EXPECT_TRUE(model::inspect(built->file).value().hasFloat16);
    EXPECT_EQ(engines(), std::vector<std::string>{"mobilenetv2_fp16.onnx"});
    ASSERT_FALSE(built->emulationModel.empty());
    EXPECT_TRUE(runtime::Session::create(std::string_view(built->emulationModel), {}));
    for (const auto& warning : built->warnings)
        EXPECT_TRUE(base::Words::of("en").has(warning.code)) << warning.code;
}

TEST_F(BuildFloat, OverflowingWeightsAreCountedAndNamed) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addFloats(proto, "offset", {4}, {1e5F, 2, -7e4F, 1e-9F});
    addNode(proto, "Sub", {"x", "offset"}, {"d"});
    addNode(proto, "Sigmoid", {"d"}, {"y"});
    addOutput(proto, "y", {-1, 4});
    use(proto);
    const auto built = fp16();
    ASSERT_TRUE(built);
    EXPECT_FALSE(built->fallback);
    EXPECT_EQ(built->overflowed, 2);
    EXPECT_EQ(built->underflowed, 1);
    ASSERT_TRUE(warns(*built, "quantize.fp16_overflow"));
    EXPECT_TRUE(warns(*built, "quantize.fp16_underflow"));
    EXPECT_NE(base::Words::of("en").text(built->warnings[0]).find("offset"), std::string::npos);
}

TEST_F(BuildFloat, OperatorsBeyondTheRangeGoBackToFp32) {
    use(scaled(1000, true));
    const auto built = fp16();
    ASSERT_TRUE(built);
    EXPECT_FALSE(built->fallback);
    EXPECT_TRUE(warns(*built, "quantize.fp16_range_kept"));
    EXPECT_GE(built->keptFp32.size(), 2U);
    const auto outputs = outputsOf(built->emulationModel);
    for (const float value : outputs.at(0)) EXPECT_TRUE(std::isfinite(value));
}

/// Batches of two samples whose values are all `value`.
CalibrationSource samplesOf(float value, std::size_t count) {
    CalibrationSource source;
    source.samples = count;
    source.open = [=]() -> CalibrationSource::Next {
        return [=, left = count]() mutable -> base::Result<std::optional<CalibrationBatch>> {
            if (left == 0) return std::nullopt;
            left -= 2;
            CalibrationBatch batch;
            batch.samples = 2;
            batch.inputs.push_back(base::Tensor::make(base::ElementType::Float, {2, 16}));
            std::ranges::fill(batch.inputs[0].as<float>(), value);
            return batch;
        };
    };
    return source;
}

TEST_F(BuildFloat, SamplesShowWhichOperatorsAreTooLargeForFp16) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 16});
    addFloats(proto, "scale", {16}, std::vector<float>(16, 10));
    addFloats(proto, "gamma", {16}, std::vector<float>(16, 1));
    addNode(proto, "Mul", {"x", "scale"}, {"large"});
    addNode(proto, "LayerNormalization", {"large", "gamma"}, {"normal"});
    addNode(proto, "Sigmoid", {"normal"}, {"y"});
    addOutput(proto, "y", {-1, 16});
    use(proto);
    Fp16BuildOptions options;
    const auto keptWith = [&](float value) {
        options.samples = samplesOf(value, 200);
        const auto built = fp16(options);
        EXPECT_TRUE(built);
        EXPECT_EQ(warns(*built, "quantize.fp16_range_kept"), !built->keptFp32.empty());
        for (const auto& kept : built->kept) {
            EXPECT_EQ(kept.reason.code, "quantize.fp16_kept_range_of");
            EXPECT_NE(base::Words::of("en").text(kept.reason).find("large"), std::string::npos);
        }
        return built->keptFp32;
    };
    using Layers = std::vector<std::string>;
    EXPECT_EQ(keptWith(12), Layers{});                             // 120, squared 14400
    EXPECT_EQ(keptWith(20), Layers{"normal_LayerNormalization"});  // 200 squared is over a quarter of 65504
    EXPECT_EQ(keptWith(2000), (Layers{"large_Mul", "normal_LayerNormalization"}));
    EXPECT_EQ(fp16()->keptFp32, Layers{});  // nothing to look at
}

TEST_F(BuildFloat, SamplesAreSpreadOverTheSourceAndFailuresOfItAreTold) {
    use(scaled(2, true));
    Fp16BuildOptions options;
    options.samples = samplesOf(1, 1000);
    int batches = 0;
    options.samples->open = [open = options.samples->open, &batches]() -> CalibrationSource::Next {
        return [next = open(), &batches]() mutable {
            auto batch = next();
            if (*batch && ++batches > 480)  // the last samples are large
                std::ranges::fill((*batch)->inputs[0].as<float>(), 5000.0F);
            return batch;
        };
    };
    EXPECT_EQ(fp16(options)->keptFp32, (std::vector<std::string>{"larger_Mul", "smaller_Mul"}));
    options.samples->open = []() -> CalibrationSource::Next {
        return []() -> base::Result<std::optional<CalibrationBatch>> {
            return base::badInput("pictures", "base.read_failed", {{"reason", "gone"}});
        };
    };
    const auto built = fp16(options);
    ASSERT_TRUE(built);
    EXPECT_TRUE(warns(*built, "quantize.fp16_ranges_unknown"));
}

TEST_F(BuildFloat, HalfInputsAndOutputsOnRequest) {
    Fp16BuildOptions options;
    options.halfIo = true;
    const auto built = fp16(options);
    ASSERT_TRUE(built);
    EXPECT_TRUE(built->halfIo);
    const auto info = model::inspect(built->file);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->inputs[0].type, base::ElementType::Float16);
    EXPECT_EQ(info->outputs[0].type, base::ElementType::Float16);
    auto session = runtime::Session::create(built->file, {});
    ASSERT_TRUE(session);
    auto inputs = randomInputs(*runtime::Session::create(context.model, {}), 1, 3);
    const auto exact = runtime::Session::create(context.model, {})->run(inputs);
    inputs[0] = base::withElementType(inputs[0], base::ElementType::Float16);
    const auto given = session->run(inputs);
    ASSERT_TRUE(given);
    const auto wide = base::withElementType((*given)[0], base::ElementType::Float);
    ASSERT_EQ(wide.shape, (*exact)[0].shape);
    for (std::int64_t i = 0; i < wide.count(); ++i)
        EXPECT_NEAR(wide.as<float>()[i], (*exact)[0].as<float>()[i], 0.05);
    // The emulation stands for the same arithmetic and keeps FP32 inputs.
    EXPECT_EQ(runtime::Session::create(std::string_view(built->emulationModel), {})->inputs()[0].type,
              base::ElementType::Float);
}

TEST_F(BuildFloat, TheWorstWeightsAreListed) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addFloats(proto, "tiny", {4}, {1e-9F, 1e-9F, 1e-6F, 1});
    addFloats(proto, "offset", {4}, {1e5F, 2, 3, 4});
    addNode(proto, "Sub", {"x", "offset"}, {"d"});
    addNode(proto, "Mul", {"d", "tiny"}, {"y"});
    addOutput(proto, "y", {-1, 4});
    use(proto);
    const auto built = fp16();
    ASSERT_TRUE(built);
    ASSERT_EQ(built->fp16Losses.size(), 2U);
    EXPECT_EQ(built->fp16Losses[0].tensor, "offset");
    EXPECT_EQ(built->fp16Losses[0].overflowed, 1);
    EXPECT_EQ(built->fp16Losses[1].tensor, "tiny");
    EXPECT_EQ(built->fp16Losses[1].underflowed, 2);
    EXPECT_EQ(built->fp16Losses[1].subnormal, 1);
}

TEST_F(BuildFloat, HalfPrecisionModelsAreWidenedForFp32) {
    onnx::ModelProto proto = scaled(2, true);
    Fp16Options asHalf;
    asHalf.keepIo = false;
    ASSERT_TRUE(convertToFp16(proto, asHalf));
    use(proto);
    const auto single = buildFp32(context, {}, {});
    ASSERT_TRUE(single) << base::Words::of("en").text(single.error());
    EXPECT_TRUE(warns(*single, "quantize.fp32_widened"));
    const auto info = model::inspect(single->file);
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->hasFloat16);
    EXPECT_EQ(info->inputs[0].type, base::ElementType::Float);
}

TEST_F(BuildFloat, FallsBackToFp32WhereNothingElseHelps) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2}, onnx::TensorProto::INT64);
    addNode(proto, "Neg", {"x"}, {"y"});
    addOutput(proto, "y", {2}, onnx::TensorProto::INT64);
    use(proto);
    const auto built = fp16();
    ASSERT_TRUE(built);
    EXPECT_TRUE(built->fallback);
    EXPECT_EQ(built->requested, base::Precision::Fp16);
    EXPECT_EQ(built->fallbackReason.code, "quantize.fp16_nothing_to_convert");
    EXPECT_EQ(engines(), std::vector<std::string>{"small_fp16_fp32.onnx"});
    EXPECT_TRUE(built->emulationModel.empty());
    EXPECT_EQ(base::sha256OfFile(built->file).value(), base::sha256OfFile(context.model).value());
}

TEST_F(BuildFloat, QuantisedModelsGiveTheirFloatFormAndHalfOnesAreKept) {
    context.model = tests::samples() / "glyphs/mobilenetv2-qat.onnx";
    const auto floatForm = fp16();
    ASSERT_TRUE(floatForm) << base::Words::of("en").text(floatForm.error());
    EXPECT_TRUE(warns(*floatForm, "quantize.fp16_without_pairs"));
    EXPECT_FALSE(floatForm->fallback);

    onnx::ModelProto proto = scaled(2, true);
    ASSERT_TRUE(convertToFp16(proto));
    use(proto);
    const auto kept = fp16();
    ASSERT_TRUE(kept);
    EXPECT_TRUE(warns(*kept, "quantize.fp16_already_half"));
    EXPECT_EQ(base::sha256OfFile(kept->file).value(), base::sha256OfFile(context.model).value());
}

TEST_F(BuildFloat, StoppingIsCancelledAndLeavesNothing) {
    std::stop_source source;
    source.request_stop();
    const auto half = buildFp16(context, {}, {}, source.get_token());
    ASSERT_FALSE(half);
    EXPECT_TRUE(base::isCancelled(half.error()));
    const auto single = buildFp32(context, {}, source.get_token());
    ASSERT_FALSE(single);
    EXPECT_TRUE(base::isCancelled(single.error()));
    EXPECT_TRUE(engines().empty());
}

TEST_F(BuildFloat, AnUnwritableFolderIsToldAsSuch) {
    ASSERT_TRUE(base::writeFileAtomically(folder / "file", std::string_view("x")));
    context.outputFolder = folder / "file" / "engines";
    EXPECT_EQ(fp16().error().message.code, "base.folder_failed");
    EXPECT_EQ(buildFp32(context, {}, {}).error().message.code, "base.folder_failed");
}

}  // namespace

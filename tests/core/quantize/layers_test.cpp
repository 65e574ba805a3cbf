// SPDX-License-Identifier: GPL-3.0-or-later
// Layer by layer: groups, what really ran, sensitivity, and the search for what to leave float.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/layer_names.h"
#include "core/quantize/layer_study.h"
#include "core/quantize/layers/layer_values.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

constexpr int kReferenceSamples = 96;

/// Inputs whose first channel is a thousand times as large as the others.
std::vector<base::Tensor> skewedInputs(int count) {
    std::vector<base::Tensor> inputs;
    for (int i = 0; i < count; ++i) {
        base::Tensor tensor = base::Tensor::make(base::ElementType::Float, {1, 4, 8, 8});
        std::vector<float> values = randomFloats(4 * 64, static_cast<unsigned>(100 + i));
        // Each sample has a mean of its own in each channel, so that pooled values differ between samples.
        const std::vector<float> shift = randomFloats(4, static_cast<unsigned>(900 + i));
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = 0.3F * values[k] + shift[k / 64];
        for (std::size_t k = 0; k < 64; ++k) values[k] *= 1000;
        std::copy(values.begin(), values.end(), tensor.as<float>().begin());
        inputs.push_back(std::move(tensor));
    }
    return inputs;
}

/// "bad" reads the input, whose range is that of a channel which it ignores; the layers behind it are
/// ordinary.
onnx::ModelProto skewedNet() {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 4, 8, 8});
    addOutput(model, "logits", {-1, 6});
    std::vector<float> bad = randomFloats(8 * 4, 1);
    for (std::size_t i = 0; i < bad.size(); i += 4) bad[i] = 0;
    addFloats(model, "w1", {8, 4, 1, 1}, bad);
    addFloats(model, "w2", {8, 8, 3, 3}, randomFloats(8 * 8 * 9, 2, -0.3F, 0.3F));
    addFloats(model, "w3", {8, 8, 3, 3}, randomFloats(8 * 8 * 9, 3, -0.3F, 0.3F));
    addFloats(model, "w4", {6, 8}, randomFloats(6 * 8, 4));
    addNode(model, "Conv", {"image", "w1"}, {"c1"}).set_name("bad");
    addNode(model, "Relu", {"c1"}, {"r1"}).set_name("bad_relu");
    auto& second = addNode(model, "Conv", {"r1", "w2"}, {"c2"});
    second.set_name("second");
    setInts(second, "pads", {1, 1, 1, 1});
    addNode(model, "Relu", {"c2"}, {"r2"}).set_name("second_relu");
    auto& third = addNode(model, "Conv", {"r2", "w3"}, {"c3"});
    third.set_name("third");
    setInts(third, "pads", {1, 1, 1, 1});
    addNode(model, "Add", {"c3", "r2"}, {"sum"}).set_name("sum");
    addNode(model, "Relu", {"sum"}, {"r3"}).set_name("sum_relu");
    addNode(model, "GlobalAveragePool", {"r3"}, {"pooled"}).set_name("pool");
    addNode(model, "Flatten", {"pooled"}, {"flat"}).set_name("flat");
    auto& gemm = addNode(model, "Gemm", {"flat", "w4"}, {"logits"});
    gemm.set_name("head");
    setInt(gemm, "transB", 1);
    return model;
}

quantize::CalibrationSource sourceFrom(const std::vector<base::Tensor>& inputs) {
    quantize::CalibrationSource source;
    source.samples = inputs.size();
    source.batch = 1;
    source.open = [&inputs]() -> quantize::CalibrationSource::Next {
        return [&inputs,
                next = std::size_t{0}]() mutable -> base::Result<std::optional<quantize::CalibrationBatch>> {
            if (next == inputs.size()) return std::nullopt;
            quantize::CalibrationBatch batch;
            batch.samples = 1;
            batch.inputs.push_back(inputs[next++]);
            return batch;
        };
    };
    return source;
}

std::size_t answerOf(const base::Tensor& output) {
    const auto scores = output.as<float>();
    return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

base::Result<quantize::LayerStudy> studyOf(const quantize::BuildContext& context,
                                           const quantize::Int8Options& options,
                                           const quantize::CalibrationSource& source,
                                           quantize::TrialMemory memory) {
    auto session = quantize::Int8Session::open(context, options, source, {}, {});
    if (!session) return tl::make_unexpected(session.error());
    return quantize::LayerStudy::open(
        context, std::make_shared<const quantize::Int8Session>(std::move(*session)), std::move(memory));
}

struct LayersTest : tests::FolderFixture {
    std::vector<base::Tensor> inputs = skewedInputs(kReferenceSamples);
    std::vector<std::size_t> labels;  ///< FP32's answers
    std::map<std::string, quantize::LayerTrial> kept;
    std::mutex mutex;
    std::atomic<int> judged = 0;

    quantize::BuildContext contextFor(const onnx::ModelProto& model) const {
        EXPECT_TRUE(model::save(model, folder / "net.onnx"));
        return {folder / "net.onnx", folder, "cpu", 1};
    }
    quantize::TrialMemory memory() {
        quantize::TrialMemory trials;
        trials.find = [this](const std::string& key) -> std::optional<quantize::LayerTrial> {
            const auto found = kept.find(key);
            return found == kept.end() ? std::nullopt : std::optional(found->second);
        };
        trials.keep = [this](const std::string& key, const quantize::LayerTrial& trial) {
            kept[key] = trial;
        };
        return trials;
    }
    base::Result<quantize::LayerStudy> open(const onnx::ModelProto& model) {
        quantize::Int8Options options;
        options.calibrator = quantize::Calibrator::MinMax;
        return studyOf(contextFor(model), options, sourceFrom(inputs), memory());
    }
    /// Share of samples on which a model answers as FP32 does.
    quantize::TaskMetric agreement(std::stop_token stop = {}) {
        auto session = runtime::Session::create(folder / "net.onnx", {});
        EXPECT_TRUE(session);
        labels.clear();
        for (const base::Tensor& input : inputs) labels.push_back(answerOf((*session->run({&input, 1}))[0]));
        return [this, stop](const std::string& bytes) -> base::Result<double> {
            ++judged;
            if (stop.stop_requested()) return base::cancelled();
            auto trial = runtime::Session::create(std::string_view(bytes), {});
            if (!trial) return tl::make_unexpected(trial.error());
            double right = 0;
            for (std::size_t i = 0; i < inputs.size(); ++i)
                right += answerOf((*trial->run({&inputs[i], 1}))[0]) == labels[i] ? 1 : 0;
            return right / static_cast<double>(inputs.size());
        };
    }
};

const quantize::LayerFacts& layer(const quantize::LayerReport& report, const std::string& name) {
    for (const auto& one : report.layers)
        if (one.name == name) return one;
    throw std::runtime_error("no layer " + name);
}

fs::path optimized(const fs::path& engine, const fs::path& target) {
    runtime::SessionOptions options;
    options.optimizedModelPath = target;
    EXPECT_TRUE(runtime::Session::create(engine, options));
    return target;
}

TEST_F(LayersTest, GroupsFollowTheCodes) {
    const auto study = open(skewedNet());
    ASSERT_TRUE(study) << study.error().message.code;
    const auto& report = study->report();
    EXPECT_EQ(report.layers.size(), 10U);
    EXPECT_EQ(layer(report, "bad_relu").group, "bad");
    EXPECT_EQ(layer(report, "second_relu").group, "second");
    EXPECT_EQ(layer(report, "sum").group, "sum") << "the codes of two groups meet here";
    EXPECT_EQ(layer(report, "flat").group, "sum");
    EXPECT_EQ(layer(report, "head").group, "head");
    EXPECT_EQ(layer(report, "second").parameters, 8 * 8 * 9);
    for (const auto& one : report.layers) EXPECT_TRUE(one.candidate) << one.name;
    ASSERT_TRUE(layer(report, "bad").values);
    EXPECT_EQ(layer(report, "bad").values->min, 0) << "the values that carry codes are those behind the Relu";
    EXPECT_EQ(layer(report, "bad").values->count, kReferenceSamples * 8 * 64);
}

TEST_F(LayersTest, ShapeArithmeticIsNoLayer) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 4, 8, 8});
    addOutput(model, "rows", {-1, 256});
    addFloats(model, "w", {4, 4, 1, 1}, randomFloats(16, 1));
    addInts(model, "first", {}, {0});
    addInts(model, "axes", {1}, {0});
    addInts(model, "rest", {1}, {-1});
    addNode(model, "Conv", {"image", "w"}, {"c"});
    addNode(model, "Shape", {"c"}, {"shape"});
    addNode(model, "Gather", {"shape", "first"}, {"batch"});
    addNode(model, "Unsqueeze", {"batch", "axes"}, {"batch1"});
    setInt(addNode(model, "Concat", {"batch1", "rest"}, {"target"}), "axis", 0);
    addNode(model, "Reshape", {"c", "target"}, {"rows"});
    const auto study = open(model);
    ASSERT_TRUE(study) << study.error().message.code;
    std::vector<std::string> ops;
    for (const auto& one : study->report().layers) ops.push_back(one.op);
    EXPECT_EQ(ops, (std::vector<std::string>{"Conv", "Reshape"}));
}

TEST_F(LayersTest, TheTerribleLayerIsTheMostSensitive) {
    auto study = open(skewedNet());
    ASSERT_TRUE(study);
    int last = 0;
    const auto progress = [&](double done, double total) {
        EXPECT_LE(done, total);
        last = static_cast<int>(done);
    };
    ASSERT_TRUE(study->measureSensitivity({}, progress, {}));
    const auto& report = study->report();
    EXPECT_EQ(last, 5) << "bad, second, third, sum, head";
    const auto& bad = layer(report, "bad").sensitivity;
    ASSERT_TRUE(bad.sqnrOnlyThis && bad.sqnrWithoutThis && report.plainSqnr);
    for (const auto& one : report.layers) {
        if (one.group == "bad") continue;
        EXPECT_GT(one.sensitivity.sqnrOnlyThis.value_or(200), *bad.sqnrOnlyThis + 10) << one.name;
        EXPECT_LT(one.sensitivity.sqnrWithoutThis.value_or(-200), *bad.sqnrWithoutThis - 10) << one.name;
    }
    EXPECT_FALSE(layer(report, "sum").sensitivity.sqnrOnlyThis) << "alone it has no codes to work on";
    EXPECT_EQ(layer(report, "bad_relu").sensitivity.sqnrOnlyThis, bad.sqnrOnlyThis);
}

TEST_F(LayersTest, TheSearchLeavesJustTheTerribleLayerFloat) {
    auto study = open(skewedNet());
    ASSERT_TRUE(study);
    quantize::SearchOptions options;
    options.maxDropPoints = 7;
    options.baseline = 1;
    options.metric = agreement();
    const auto outcome = study->search(options, {}, {});
    ASSERT_TRUE(outcome) << outcome.error().message.code;
    const quantize::MixedSearch& search = outcome->search;
    EXPECT_LT(search.plain, 0.93) << "plain INT8 was to lose more";
    EXPECT_TRUE(search.met);
    EXPECT_GE(search.reached, 0.93);
    std::vector<std::string> names;
    for (const auto& layer : outcome->kept) names.push_back(layer.layer);
    EXPECT_EQ(names, (std::vector<std::string>{"bad", "bad_relu"}));
    EXPECT_EQ(outcome->kept.front().reason.code, "quantize.kept_sensitive");
    ASSERT_FALSE(search.steps.empty());
    EXPECT_EQ(search.steps.front().group, "bad");
    EXPECT_EQ(std::count_if(search.steps.begin(), search.steps.end(), [](const auto& s) { return s.kept; }),
              1);
    EXPECT_EQ(search.reused, 0);

    // The same again takes every figure from the memory.
    const int before = judged;
    auto again = open(skewedNet());
    ASSERT_TRUE(again);
    const auto repeated = again->search(options, {}, {});
    ASSERT_TRUE(repeated);
    EXPECT_EQ(judged, before);
    EXPECT_EQ(repeated->search.reused, repeated->search.trials);
    EXPECT_EQ(repeated->search.reached, search.reached);
    EXPECT_EQ(repeated->kept.size(), outcome->kept.size());
}

TEST_F(LayersTest, ATensorThatLosesMuchIsFreedOnBothSides) {
    for (base::Tensor& input : inputs)
        for (std::size_t k = 0; k < 64; ++k) input.as<float>()[k] /= 1000;
    onnx::ModelProto model = skewedNet();
    // "bad" makes a large channel that "second" does not read; there is no Relu between the two.
    auto& graph = *model.mutable_graph();
    std::vector<float> made = randomFloats(8 * 4, 1), read = randomFloats(8 * 8 * 9, 2, -0.3F, 0.3F);
    for (std::size_t i = 0; i < 4; ++i) made[i] *= 3000;
    for (std::size_t i = 0; i < read.size(); ++i)
        if (i / 9 % 8 == 0) read[i] = 0;
    *graph.mutable_initializer(0) = tensorOf("w1", {8, 4, 1, 1}, made, onnx::TensorProto::FLOAT);
    *graph.mutable_initializer(1) = tensorOf("w2", {8, 8, 3, 3}, read, onnx::TensorProto::FLOAT);
    graph.mutable_node(2)->set_input(0, "c1");
    graph.mutable_node()->DeleteSubrange(1, 1);
    auto study = open(model);
    ASSERT_TRUE(study) << study.error().message.code;
    quantize::SearchOptions options{7, 1, agreement()};
    const auto outcome = study->search(options, {}, {});
    ASSERT_TRUE(outcome) << outcome.error().message.code;
    EXPECT_LT(outcome->search.plain, 0.93);
    EXPECT_TRUE(outcome->search.met);
    std::vector<std::string> names;
    for (const auto& layer : outcome->kept) names.push_back(layer.layer);
    EXPECT_EQ(names, (std::vector<std::string>{"bad", "second", "second_relu"}));
    ASSERT_EQ(outcome->search.steps.size(), 2U) << "one move";
    EXPECT_EQ(outcome->search.steps[0].metric, outcome->search.steps[1].metric);
}

TEST_F(LayersTest, NothingIsSearchedWherePlainInt8IsGoodEnough) {
    auto study = open(skewedNet());
    ASSERT_TRUE(study);
    const auto outcome = study->search({100, 1, agreement()}, {}, {});
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->search.met);
    EXPECT_TRUE(outcome->kept.empty());
    EXPECT_TRUE(outcome->search.steps.empty());
    EXPECT_EQ(judged, 1);
}

TEST_F(LayersTest, ASearchThatCannotSucceedSaysSo) {
    auto study = open(skewedNet());
    ASSERT_TRUE(study);
    const auto outcome =
        study->search({0, 1, [](const std::string&) -> base::Result<double> { return 0.5; }}, {}, {});
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->search.met);
    EXPECT_EQ(outcome->search.reached, 0.5);
}

TEST_F(LayersTest, ACancelledSearchKeepsItsTrials) {
    auto study = open(skewedNet());
    ASSERT_TRUE(study);
    std::stop_source stop;
    const auto judge = agreement();
    const auto metric = [&](const std::string& bytes) {
        auto found = judge(bytes);
        stop.request_stop();
        return found;
    };
    const auto outcome = study->search({0, 1, metric}, {}, stop.get_token());
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(base::isCancelled(outcome.error()));
    EXPECT_EQ(judged, 1);
    EXPECT_EQ(std::count_if(kept.begin(), kept.end(), [](const auto& trial) { return trial.second.metric; }),
              1);
}

TEST_F(LayersTest, EveryConvolutionOfTheSampleIsFoundInBothEngines) {
    const fs::path sample = tests::samples() / "glyphs" / "mobilenetv2.onnx";
    std::vector<base::Tensor> images;
    for (unsigned i = 0; i < 8; ++i) {
        images.push_back(base::Tensor::make(base::ElementType::Float, {1, 3, 64, 64}));
        const auto values = randomFloats(3 * 64 * 64, i);
        std::copy(values.begin(), values.end(), images.back().as<float>().begin());
    }
    const quantize::BuildContext context{sample, folder, "cpu", 1};
    quantize::Int8Options options;
    options.calibrator = quantize::Calibrator::MinMax;
    options.checkSpeed = false;
    const auto source = sourceFrom(images);
    const auto int8 = quantize::buildInt8(context, options, source, {}, {});
    ASSERT_TRUE(int8) << int8.error().message.code;
    auto study = studyOf(context, options, source, {});
    ASSERT_TRUE(study);
    ASSERT_TRUE(study->addEngine("fp32", optimized(sample, folder / "a.onnx"), {}));
    ASSERT_TRUE(study->addEngine("int8", optimized(int8->file, folder / "b.onnx"), {}));
    int convolutions = 0, sums = 0;
    for (const auto& one : study->report().layers) {
        const auto& fp32 = one.executions.at("fp32");
        const auto& integer = one.executions.at("int8");
        if (one.op == "Conv") {
            ++convolutions;
            EXPECT_TRUE(fp32.kernel == "Conv" || fp32.kernel == "FusedConv") << one.name << fp32.kernel;
            EXPECT_EQ(fp32.precision, "fp32") << one.name;
            EXPECT_EQ(integer.kernel, "QLinearConv") << one.name;
            EXPECT_EQ(integer.precision, "int8") << one.name;
        }
        if (one.op == "Clip") {
            EXPECT_EQ(integer.kernel, "QLinearConv") << one.name << " melted into its convolution";
        }
        if (one.op == "Add") {
            ++sums;
            EXPECT_EQ(integer.kernel, "QLinearAdd") << one.name;
            EXPECT_NE(fp32.kernel, "") << one.name;
        }
        EXPECT_FALSE(integer.milliseconds) << "no profile was given";
    }
    EXPECT_EQ(convolutions, 52);
    EXPECT_EQ(sums, 10);
    EXPECT_EQ(layer(study->report(), "/classifier/classifier.1/Gemm").executions.at("int8").kernel, "QGemm");
    EXPECT_TRUE(study->report().totals.empty());
}

TEST(LayerNames, AnUnknownNameIsAnsweredWithSimilarOnes) {
    const std::vector<std::string> known = {"/layer1/conv1/Conv", "/layer1/conv2/Conv", "/head/Gemm"};
    const auto status =
        quantize::checkLayerNames("net.onnx", std::vector<std::string>{"/layer1/conv3/Conv"}, known);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "quantize.unknown_layer");
    EXPECT_EQ(status.error().kind, base::ErrorKind::Usage);
    const std::string text = base::Words::of("en").text(status.error());
    EXPECT_NE(text.find("/layer1/conv1/Conv"), std::string::npos) << text;
    EXPECT_EQ(text.find("{"), std::string::npos) << text;
    EXPECT_TRUE(quantize::checkLayerNames("net.onnx", known, known));
    EXPECT_EQ(quantize::similarNames("GEMM", known, 1), std::vector<std::string>{"/head/Gemm"});
}

TEST(LayerValues, CountsOfAllBinsAreKept) {
    quantize::Histogram histogram;
    const auto values = randomFloats(10000, 7, -3, 5);
    histogram.add(values);
    const auto shown = quantize::layerValues(histogram, quantize::paramsFor({-1, 1}));
    EXPECT_EQ(shown.count, 10000);
    EXPECT_EQ(shown.edges.size(), shown.counts.size() + 1);
    EXPECT_LE(shown.counts.size(), 64U);
    std::int64_t sum = 0;
    for (const auto count : shown.counts) sum += count;
    EXPECT_EQ(sum, 10000);
    EXPECT_LE(shown.edges.front(), shown.min);
    EXPECT_GE(shown.edges.back(), shown.max);
    const auto beyond = std::count_if(values.begin(), values.end(), [](float x) { return x < -1 || x > 1; });
    EXPECT_NEAR(shown.clipped, static_cast<double>(beyond) / 10000, 0.01);
    EXPECT_EQ(quantize::layerValues(histogram, std::nullopt).clipped, 0);
}

}  // namespace

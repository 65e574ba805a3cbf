// SPDX-License-Identifier: GPL-3.0-or-later
// INT8 and FP16 of the sample detector, judged by its raw outputs: the boxes and scores of all cells in which
// FP32 is sure of a small object.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "core/base/words.h"
#include "core/dataset/loader.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/int8_session.h"
#include "core/runtime/session.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

const fs::path kPitch = tests::samples() / "pitch";
constexpr std::size_t kCalibrated = 48, kJudged = 12;
constexpr float kSmall = 16;  ///< pixels

/// The first images of a folder as the detector takes them, one by one.
std::vector<base::Tensor> images(const fs::path& folder, std::size_t count) {
    dataset::Manifest manifest;
    for (const auto& entry : fs::directory_iterator(folder)) {
        dataset::Sample sample;
        sample.path = entry.path();
        manifest.samples.push_back(std::move(sample));
    }
    std::sort(manifest.samples.begin(), manifest.samples.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    manifest.samples.resize(count);
    dataset::Preprocess preprocess;
    preprocess.width = 320;
    preprocess.height = 320;
    dataset::Loader::Options options;
    options.batch = 1;
    dataset::Loader loader(manifest, preprocess, options, {});
    std::vector<base::Tensor> tensors;
    while (auto batch = loader.next()) tensors.push_back(std::move(batch->inputs.front()));
    return tensors;
}

struct Nearness {
    double iou = 0;     ///< mean, of the boxes
    double score = 0;   ///< mean difference of the scores
    double pixels = 0;  ///< largest difference of a coordinate
    int cells = 0;
};

class DetectorTest : public tests::FolderFixture {
protected:
    static void SetUpTestSuite() {
        s_calibration = images(kPitch / "calib" / "images", kCalibrated);
        s_judged = images(kPitch / "val" / "images", kJudged);
        auto session = runtime::Session::create(kPitch / "detector.onnx", {});
        ASSERT_TRUE(session);
        s_wanted = outputsOf(*session);
    }
    static void TearDownTestSuite() {
        for (auto* tensors : {&s_calibration, &s_judged, &s_wanted}) tensors->clear();
    }
    void SetUp() override {
        ASSERT_EQ(s_calibration.size(), kCalibrated);
        ASSERT_EQ(s_judged.size(), kJudged);
    }

    static std::vector<base::Tensor> outputsOf(runtime::Session& session) {
        std::vector<base::Tensor> all;
        for (const base::Tensor& image : s_judged) {
            auto outputs = session.run(std::span(&image, 1), std::stop_token());
            EXPECT_TRUE(outputs);
            if (outputs) all.push_back(std::move(outputs->front()));
        }
        return all;
    }

    quantize::CalibrationSource source() {
        quantize::CalibrationSource made;
        made.samples = s_calibration.size();
        made.batch = 1;
        made.open = [this]() -> quantize::CalibrationSource::Next {
            ++opened;
            return
                [next = std::size_t{0}]() mutable -> base::Result<std::optional<quantize::CalibrationBatch>> {
                    if (next == s_calibration.size()) return std::nullopt;
                    quantize::CalibrationBatch batch;
                    batch.samples = 1;
                    batch.inputs = {s_calibration[next++]};
                    return batch;
                };
        };
        return made;
    }

    static quantize::Int8Options options() {
        quantize::Int8Options made;
        made.calibrator = quantize::Calibrator::Percentile;
        made.checkSpeed = false;
        made.plain = true;
        return made;
    }
    quantize::BuildContext context() const { return {kPitch / "detector.onnx", folder, "cpu", 1}; }

    /// [7, N]: cx, cy, w, h, scores.
    static Nearness compare(const std::vector<base::Tensor>& given) {
        Nearness near;
        for (std::size_t i = 0; i < s_wanted.size(); ++i) {
            const std::span<const float> want = s_wanted[i].as<float>(), got = given.at(i).as<float>();
            const std::size_t n = want.size() / 7;
            for (std::size_t k = 0; k < n; ++k) {
                std::size_t best = 4;
                for (const std::size_t c : {5U, 6U})
                    if (want[c * n + k] > want[best * n + k]) best = c;
                const bool small = want[2 * n + k] < kSmall && want[3 * n + k] < kSmall;
                if (!small || want[best * n + k] < 0.5F) continue;
                ++near.cells;
                near.iou += iou(want, got, n, k);
                near.score += std::abs(want[best * n + k] - got[best * n + k]);
                for (std::size_t c = 0; c < 4; ++c)
                    near.pixels = std::max(near.pixels,
                                           static_cast<double>(std::abs(want[c * n + k] - got[c * n + k])));
            }
        }
        near.iou /= near.cells;
        near.score /= near.cells;
        return near;
    }
    static double iou(std::span<const float> a, std::span<const float> b, std::size_t n, std::size_t k) {
        double shared = 1, first = 1, second = 1;
        for (const std::size_t axis : {0U, 1U}) {
            const double sizeA = a[(2 + axis) * n + k], sizeB = b[(2 + axis) * n + k];
            const double centreA = a[axis * n + k], centreB = b[axis * n + k];
            shared *= std::max(0.0, std::min(centreA + sizeA / 2, centreB + sizeB / 2) -
                                        std::max(centreA - sizeA / 2, centreB - sizeB / 2));
            first *= sizeA;
            second *= sizeB;
        }
        return shared / (first + second - shared);
    }
    static Nearness nearnessOf(const fs::path& engine) {
        auto session = runtime::Session::create(engine, {});
        EXPECT_TRUE(session) << engine;
        return session ? compare(outputsOf(*session)) : Nearness{};
    }
    static int countOf(const quantize::BuiltEngine& built, std::string_view code) {
        return static_cast<int>(std::count_if(built.kept.begin(), built.kept.end(),
                                              [&](const auto& kept) { return kept.reason.code == code; }));
    }

    std::atomic<int> opened = 0;
    static inline std::vector<base::Tensor> s_calibration, s_judged, s_wanted;
};

TEST_F(DetectorTest, Int8KeepsTheBoxesAndPlainInt8DoesNot) {
    const auto builder = quantize::Int8Session::open(context(), options(), source(), {}, {});
    ASSERT_TRUE(builder) << base::Words::of("en").text(builder.error());
    const auto int8 = builder->build({});
    ASSERT_TRUE(int8) << base::Words::of("en").text(int8.error());
    const int openedOnce = opened;
    const auto plain = builder->buildPlain({});
    ASSERT_TRUE(plain) << base::Words::of("en").text(plain.error());
    EXPECT_EQ(opened, openedOnce) << "one calibration serves both";

    const Nearness near = nearnessOf(int8->file), far = nearnessOf(plain->file);
    RecordProperty("int8_iou", std::to_string(near.iou));
    RecordProperty("plain_iou", std::to_string(far.iou));
    EXPECT_GT(near.cells, 40);
    EXPECT_GT(near.iou, 0.95);
    EXPECT_LT(near.score, 0.02);
    EXPECT_LT(far.iou, 0.9) << "pixels and scores of one scale";
    EXPECT_GT(far.score, 0.1) << "a step is larger than a whole score";

    EXPECT_EQ(int8->file.filename(), "detector_int8.onnx");
    EXPECT_EQ(plain->file.filename(), "detector_int8-plain.onnx");
    EXPECT_EQ(plain->calibrator, "minmax");
    EXPECT_TRUE(plain->kept.empty());
    EXPECT_GT(countOf(*int8, "quantize.kept_box_decode"), 5);
    EXPECT_EQ(countOf(*int8, "quantize.kept_head_sqnr"), int8->executed->floatConv);
    EXPECT_EQ(plain->executed->floatConv, 0);
    EXPECT_EQ(int8->executed->int8Conv + int8->executed->floatConv, plain->executed->int8Conv);
}

TEST_F(DetectorTest, OpenVinosBranchesCarryCodes) {
    quantize::Int8Options wanted = options();
    wanted.scheme = quantize::Int8Scheme::OpenVino;
    wanted.plain = false;
    const auto built = quantize::buildInt8(context(), wanted, source(), {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    const Nearness near = nearnessOf(built->file);
    EXPECT_GT(near.iou, 0.95);
    EXPECT_LT(near.score, 0.02);
    const auto model = model::load(built->file);
    ASSERT_TRUE(model);
    const auto isPair = [&](const std::string& tensor) {
        return std::any_of(model->graph().node().begin(), model->graph().node().end(), [&](const auto& node) {
            return node.op_type() == "QuantizeLinear" && node.input(0) == tensor;
        });
    };
    EXPECT_TRUE(isPair("/s1/s1.1/a/a.2/Mul_output_0")) << "before the block's halves part";
    EXPECT_TRUE(isPair("/s1/s1.1/m.0/Add_output_0"));
    for (const char* passed : {"/s1/s1.1/Slice_output_0", "/s1/s1.1/Slice_1_output_0",
                               "/s1/s1.1/Concat_output_0", "/up/Resize_output_0", "/Concat_output_0"})
        EXPECT_FALSE(isPair(passed)) << passed;
    // A tensor behind a layer that is left float needs a pair of its own.
    wanted.keepFloat = {"/s1/s1.1/a/a.0/Conv", "/s1/s1.1/m.0/b/b.0/Conv"};
    EXPECT_TRUE(quantize::buildInt8(context(), wanted, source(), {}, {}));
}

TEST_F(DetectorTest, AnAgreementDecidesWhereItIsGiven) {
    quantize::Int8Options wanted = options();
    wanted.calibrator = quantize::Calibrator::Auto;
    wanted.plain = false;
    std::atomic<int> asked = 0;
    // Of the scores alone: smaller ones are better.
    wanted.agreement = [&](const std::vector<base::Tensor>& fp32, const std::vector<base::Tensor>& other) {
        ++asked;
        const auto a = fp32.front().as<float>(), b = other.front().as<float>();
        quantize::Agreement agreement{0, 1};
        for (std::size_t i = a.size() / 7 * 4; i < a.size(); ++i)
            agreement.sum += 1e-6 * static_cast<double>(std::abs(a[i] - b[i]));
        return agreement;
    };
    const auto built = quantize::buildInt8(context(), wanted, source(), {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_GT(asked, 0);
    const auto& sqnr = built->sqnrByCalibrator;
    EXPECT_EQ(sqnr.size(), 5U);
    const auto best = std::max_element(sqnr.begin(), sqnr.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    EXPECT_NE(built->calibrator, best->first) << "the measure likes what is far from FP32";
    EXPECT_TRUE(std::any_of(built->warnings.begin(), built->warnings.end(), [](const auto& warning) {
        return warning.code == "quantize.chosen_by_agreement";
    }));
}

TEST_F(DetectorTest, ThereIsNoPlainInt8OfAModelThatIsQuantisedAlready) {
    const quantize::BuildContext qat{tests::samples() / "glyphs" / "mobilenetv2-qat.onnx", folder, "cpu", 1};
    const auto builder = quantize::Int8Session::open(qat, options(), {}, {}, {});
    ASSERT_TRUE(builder);
    const auto plain = builder->buildPlain({});
    ASSERT_FALSE(plain);
    EXPECT_EQ(plain.error().message.code, "quantize.plain_nothing_kept");
}

TEST_F(DetectorTest, Fp16ComputesBoxesInFp32) {
    quantize::Fp16BuildOptions half;
    half.samples = source();
    const auto built = quantize::buildFp16(context(), half, {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_FALSE(built->fallback);
    EXPECT_GT(countOf(*built, "quantize.fp16_kept_boxes"), 5);
    ASSERT_FALSE(built->emulationModel.empty());
    auto session = runtime::Session::create(std::string_view(built->emulationModel), {});
    ASSERT_TRUE(session);
    const Nearness near = compare(outputsOf(*session));
    RecordProperty("fp16_iou", std::to_string(near.iou));
    EXPECT_GT(near.iou, 0.998);
    EXPECT_LT(near.pixels, 0.125) << "what rounding a coordinate of 256 pixels or more to FP16 alone may add";
}

}  // namespace

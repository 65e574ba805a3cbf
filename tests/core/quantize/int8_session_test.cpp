// SPDX-License-Identifier: GPL-3.0-or-later
// All that comes from one INT8 session comes from one calibration, and is what a session of its own gives.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/quantize/build.h"
#include "core/quantize/layer_study.h"
#include "tests/core/quantize/random_source.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

struct Int8SessionTest : FolderFixture {
    int opened = 0;
    quantize::Int8Options options;

    void SetUp() override {
        options.calibrator = quantize::Calibrator::MinMax;
        options.checkSpeed = false;
    }
    quantize::BuildContext context(const std::string& name) const {
        std::filesystem::create_directories(folder / name);
        return {samples() / "glyphs" / "mobilenetv2.onnx", folder / name, "cpu", 1};
    }
    quantize::CalibrationSource source() {
        quantize::CalibrationSource counted = randomSource({3, 64, 64}, 8);
        counted.open = [this, open = counted.open] {
            ++opened;
            return open();
        };
        return counted;
    }
};

TEST_F(Int8SessionTest, EnginesAndStudyCalibrateNothingMore) {
    auto made = quantize::Int8Session::open(context("a"), options, source(), {}, {});
    ASSERT_TRUE(made) << made.error().message.code;
    const int once = opened;
    EXPECT_GT(once, 0);
    const auto session = std::make_shared<const quantize::Int8Session>(std::move(*made));
    EXPECT_GT(session->bytes(), std::filesystem::file_size(context("a").model));
    ASSERT_TRUE(session->build({}));
    auto study = quantize::LayerStudy::open(context("a"), session, {});
    ASSERT_TRUE(study);
    ASSERT_TRUE(study->canQuantize());
    const std::string layer = study->report().layers.front().name;
    ASSERT_TRUE(session->buildWith({layer}, {}));
    EXPECT_EQ(opened, once);
}

TEST_F(Int8SessionTest, AChoiceOfFloatLayersGivesTheFileOfABuildOfItsOwn) {
    const std::vector<std::string> layers = {"/features/features.2/conv/conv.2/Conv"};
    const auto session = quantize::Int8Session::open(context("a"), options, source(), {}, {});
    ASSERT_TRUE(session);
    ASSERT_TRUE(session->build({}));
    const auto chosen = session->buildWith(layers, {});
    ASSERT_TRUE(chosen);
    options.keepFloat = layers;
    const auto own = quantize::buildInt8(context("b"), options, source(), {}, {});
    ASSERT_TRUE(own);
    EXPECT_EQ(base::readFile(chosen->file).value(), base::readFile(own->file).value());
    EXPECT_EQ(chosen->kept.size(), own->kept.size());
}

TEST_F(Int8SessionTest, AModelThatIsQuantisedAlreadyHasNoStudyOfInt8) {
    quantize::BuildContext quantized = context("a");
    quantized.model = samples() / "glyphs" / "mobilenetv2-qat.onnx";
    auto session = quantize::Int8Session::open(quantized, options, source(), {}, {});
    ASSERT_TRUE(session);
    EXPECT_EQ(opened, 0);
    EXPECT_EQ(session->workshop(), nullptr);
    const auto study = quantize::LayerStudy::open(
        quantized, std::make_shared<const quantize::Int8Session>(std::move(*session)), {});
    ASSERT_TRUE(study);
    EXPECT_FALSE(study->canQuantize());
}

}  // namespace

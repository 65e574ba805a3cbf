// SPDX-License-Identifier: GPL-3.0-or-later
// What the image processors of timm, transformers and Ultralytics made of small pictures, each with the file
// that they write beside a model (tests/data/library_pixels, made by its make_fixtures.py): here they come
// out of that file alike.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/preprocess.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::dataset;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

fs::path fixtures() {
    return tests::testData() / "library_pixels";
}

std::vector<float> floatsOf(const fs::path& file) {
    const auto bytes = base::readFile(file);
    if (!bytes) throw std::runtime_error(file.string());
    std::vector<float> values(bytes->size() / sizeof(float));
    std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
}

/// EfficientNet subtracts in two steps what is one here: the last bit may differ.
constexpr double kLastBit = 4e-6;

/// What came out for one picture.
struct Outcome {
    double worst = 0;  ///< largest difference of a value
    bool followed = true;
    std::string error;
};

Outcome compared(const json& one) {
    model::ModelInfo info;
    info.path = (fixtures() / one.at("config").get<std::string>()).parent_path() / "model.onnx";
    const auto shape = one.at("shape").get<std::vector<std::int64_t>>();
    info.inputs = {{"x", base::ElementType::Float, {1, shape[0], shape[1], shape[2]}, {"", "", "", ""}}};
    const auto how = resolvePreprocess(info, {});
    if (!how) return {0, false, how.error().message.code};
    const std::vector<float> wanted = floatsOf(fixtures() / one.at("tensor").get<std::string>());
    std::vector<float> got(wanted.size());
    if (const auto loaded = loadImage(fixtures() / one.at("picture").get<std::string>(), *how, got.data());
        !loaded)
        return {0, false, loaded.error().message.code};
    Outcome outcome;
    outcome.followed = how->notFollowed.empty();
    for (std::size_t i = 0; i < wanted.size(); ++i)
        outcome.worst = std::max(outcome.worst, static_cast<double>(std::abs(wanted[i] - got[i])));
    return outcome;
}

TEST(LibraryPixels, ComeOutOfTheFilesAlikeOrTheFileIsNotSaidToBeFollowed) {
    const auto text = base::readFile(fixtures() / "cases.json");
    ASSERT_TRUE(text);
    const json cases = json::parse(*text)["cases"];
    std::map<std::string, Outcome> worst;  // by pipeline
    int equal = 0;
    for (const json& one : cases) {
        // Not said by the file, but asked for beside it.
        if (one.at("pipeline") == "timm_test_size_asked") continue;
        const Outcome outcome = compared(one);
        if (outcome.worst == 0 && outcome.error.empty()) ++equal;
        Outcome& all = worst[one.at("pipeline")];
        all.worst = std::max(all.worst, outcome.worst);
        all.followed = all.followed && outcome.followed;
        if (!outcome.error.empty()) all.error = outcome.error;
        if (outcome.followed) {
            EXPECT_LE(outcome.worst, kLastBit) << one.at("case") << " " << one.value("note", "");
            EXPECT_EQ(outcome.error, "") << one.at("case");
        }
    }
    if (std::getenv("PWB_SHOW"))
        for (const auto& [pipeline, outcome] : worst)
            std::printf("%-34s %.3g %s %s\n", pipeline.c_str(), outcome.worst,
                        outcome.followed ? "" : "not followed", outcome.error.c_str());
    // What a file says may only be called not followed where it was: else a mistake would hide behind it.
    EXPECT_GE(equal, 115) << "of " << cases.size();
    std::printf("library pixels: %d of %zu tensors bit-equal\n", equal, cases.size());
}

/// What Ultralytics' own predictors gave their ONNX models (tests/data/ultralytics_pixels), by hash; all that
/// is known here is the model's metadata.
TEST(UltralyticsPixels, ComeOutOfTheMetadataAlike) {
    const fs::path folder = tests::testData() / "ultralytics_pixels";
    const auto read = [&](const std::string& name) {
        return json::parse(base::readFile(folder / name).value());
    };
    const json cases = read("cases.json")["cases"];
    for (const json& one : cases) {
        model::ModelInfo info;
        info.path = "/nowhere/model.onnx";
        info.metadata = read(one.at("config")).get<std::map<std::string, std::string>>();
        const auto shape = one.at("shape").get<std::vector<std::int64_t>>();
        info.inputs = {
            {"images", base::ElementType::Float, {1, shape[0], shape[1], shape[2]}, {"", "", "", ""}}};
        const auto how = resolvePreprocess(info, {});
        ASSERT_TRUE(how) << one.at("case");
        std::vector<float> values(static_cast<std::size_t>(shape[0] * shape[1] * shape[2]));
        ASSERT_TRUE(loadImage(folder / one.at("picture").get<std::string>(), *how, values.data()));
        const std::string_view bytes(reinterpret_cast<const char*>(values.data()),
                                     values.size() * sizeof(float));
        EXPECT_EQ(base::sha256(bytes), one.at("sha256")) << one.at("case");
    }
    EXPECT_GE(cases.size(), 400U);
}

}  // namespace

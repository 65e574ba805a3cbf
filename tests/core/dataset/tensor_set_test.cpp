// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensor_set.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/dataset/calibration_set.h"
#include "core/dataset/loader.h"
#include "tests/core/dataset/support.h"
#include "tests/core/support/npy_files.h"
#include "tests/support/places.h"

namespace pwb::dataset::test {
namespace {

using base::ElementType;
using pwb::tests::npy;
using pwb::tests::npyHeader;
using pwb::tests::writeNpz;

const std::filesystem::path kSkeletons = tests::samples() / "skeletons";

/// Counts up from 0 in row-major order.
std::vector<float> counting(std::size_t n) {
    std::vector<float> values(n);
    std::iota(values.begin(), values.end(), 0.F);
    return values;
}

/// 7 samples of 2 × 3.
const std::vector<std::int64_t> kShape = {7, 2, 3};
std::string samples() {
    return npy("<f4", kShape, counting(42));
}
std::string labels() {
    return npy<std::int64_t>("<i8", {7}, {0, 1, 2, 0, 1, 2, 0});
}

model::ValueInfo input(const std::string& name, ElementType type, std::vector<std::int64_t> shape) {
    return {name, type, std::move(shape), {}};
}

base::Result<Manifest> readNpz(const std::vector<std::pair<std::string, std::string>>& arrays,
                               const LabelOptions& options = {}, bool deflated = true) {
    const TestFolder folder;
    writeNpz(folder.path() / "set.npz", arrays, deflated);
    return readManifest(folder.path() / "set.npz", options);
}

std::vector<float> allOf(const Manifest& manifest, const Loader::Options& options,
                         std::vector<std::size_t>* indices = nullptr) {
    Loader loader(manifest, {}, options, {});
    std::vector<float> values;
    while (const auto batch = loader.next()) {
        EXPECT_EQ(batch->inputs.size(), 1u);
        EXPECT_EQ(batch->inputs.front().shape.front(), static_cast<std::int64_t>(batch->indices.size()));
        const auto floats = batch->inputs.front().as<float>();
        values.insert(values.end(), floats.begin(), floats.end());
        if (indices) indices->insert(indices->end(), batch->indices.begin(), batch->indices.end());
    }
    EXPECT_TRUE(loader.skipped().empty());
    return values;
}

TEST(TensorSet, SampleOfSkeletons) {
    LabelOptions options;
    options.modelClasses = 12;
    options.inputs = {input("skeleton", ElementType::Float, {-1, 3, 64, 17})};
    const auto manifest = readManifest(kSkeletons / "val.npz", options);
    ASSERT_TRUE(manifest) << manifest.error().message.code;
    EXPECT_EQ(manifest->kind, SourceKind::Tensors);
    ASSERT_EQ(manifest->samples.size(), 600u);
    EXPECT_EQ(manifest->classes.size(), 12u);
    EXPECT_EQ(manifest->classes[2], "run");
    EXPECT_TRUE(manifest->warnings.empty());
    EXPECT_EQ(manifest->samples[17].path.filename(), "val.npz#17");
    EXPECT_EQ(tensorText(*manifest->tensors), "[3, 64, 17] float32");
    EXPECT_EQ(manifest->tensors->elementsPerSample(), 3 * 64 * 17);
    const auto drawn = drawCalibrationSet(*manifest, 120, 1, nullptr, true);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(drawn->classesCovered, 12);
    const auto [file, row] = tensorSampleOf(manifest->samples[17].path).value();
    EXPECT_EQ(file, kSkeletons / "val.npz");
    EXPECT_EQ(row, 17);
    const auto picture = thumbnail(manifest->samples[17].path, 96);
    ASSERT_TRUE(picture);
    EXPECT_LE(std::max(picture->width, picture->height), 96);
    EXPECT_GE(std::max(picture->width, picture->height), 48);
    EXPECT_NE(*std::max_element(picture->rgb.begin(), picture->rgb.end()),
              *std::min_element(picture->rgb.begin(), picture->rgb.end()));
}

TEST(TensorSet, TheSameValuesHoweverTheyAreStored) {
    const TestFolder folder;
    std::vector<float> fortran(42);
    for (std::size_t i = 0; i < 7; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            for (std::size_t k = 0; k < 3; ++k)
                fortran[i + 7 * j + 14 * k] = static_cast<float>(6 * i + 3 * j + k);
    std::vector<std::int16_t> bigEndian(42);
    for (std::size_t i = 0; i < 42; ++i) bigEndian[i] = static_cast<std::int16_t>(i << 8);
    const std::vector<std::string> arrays = {samples(), npy("<f4", kShape, fortran, true),
                                             npy(">i2", kShape, bigEndian)};
    for (const std::string& array : arrays) {
        for (const bool deflated : {false, true}) {
            writeNpz(folder.path() / "set.npz", {{"x", array}, {"y", labels()}}, deflated);
            const auto manifest = readManifest(folder.path() / "set.npz", {});
            ASSERT_TRUE(manifest) << manifest.error().message.code;
            EXPECT_EQ(allOf(*manifest, {.batch = 3}), counting(42));
            std::vector<std::size_t> indices;
            EXPECT_EQ(allOf(*manifest, {.batch = 2, .indices = {6, 0, 3}}, &indices),
                      (std::vector<float>{36, 37, 38, 39, 40, 41, 0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23}));
            EXPECT_EQ(indices, (std::vector<std::size_t>{6, 0, 3}));
        }
        folder.write("a/x.npy", array);
        folder.write("a/y.npy", labels());
        for (const char* name : {"a", "a/x.npy"}) {
            const auto manifest = readManifest(folder.path() / name, {});
            ASSERT_TRUE(manifest) << manifest.error().message.code;
            EXPECT_EQ(manifest->samples[5].label, 2);
            EXPECT_EQ(manifest->classes, (std::vector<std::string>{"0", "1", "2"}));
            EXPECT_EQ(allOf(*manifest, {.batch = 4}), counting(42));
        }
    }
}

TEST(TensorSet, LabelsBesideASingleFile) {
    const TestFolder folder;
    for (const auto& [data, label] :
         {std::pair("val_x.npy", "val_y.npy"), std::pair("x-test.npy", "y-test.npy"),
          std::pair("poses.npy", "poses_labels.npy"), std::pair("mix.npy", "mix_y.npy")}) {
        const auto path = folder.write(data, samples());
        auto manifest = readManifest(path, {});
        ASSERT_TRUE(manifest);
        EXPECT_FALSE(manifest->tensors->hasLabels) << data;
        EXPECT_EQ(manifest->samples[1].label, -1);
        EXPECT_TRUE(manifest->classes.empty());
        folder.write(label, labels());
        manifest = readManifest(path, {});
        ASSERT_TRUE(manifest);
        EXPECT_TRUE(manifest->tensors->hasLabels) << data;
        EXPECT_EQ(manifest->samples[1].label, 1);
    }
}

TEST(TensorSet, ArraysAreTakenByTheNamesOfTheModelsInputs) {
    const std::string mask = npy<std::uint8_t>("|b1", {7, 2}, {1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1});
    const std::string tokens = npy<std::int32_t>("<i4", {7, 1}, {10, 11, 12, 13, 14, 15, 16});
    const std::string threshold = npy<double>("<f8", {1}, {0.25});
    LabelOptions options;
    options.inputs = {input("tokens", ElementType::Int64, {-1, 1}), input("mask", ElementType::Bool, {-1, 2}),
                      input("threshold", ElementType::Float, {1})};
    const TestFolder folder;
    writeNpz(folder.path() / "set.npz",
             {{"threshold", threshold}, {"mask", mask}, {"y", labels()}, {"tokens", tokens}});
    const auto manifest = readManifest(folder.path() / "set.npz", options);
    ASSERT_TRUE(manifest) << manifest.error().message.code;
    Loader loader(*manifest, {}, {.batch = 5, .indices = {2, 3}}, {});
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    ASSERT_EQ(batch->inputs.size(), 3u);
    EXPECT_EQ(batch->inputs[0].type, ElementType::Int64);
    EXPECT_EQ(batch->inputs[0].shape, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(batch->inputs[0].as<std::int64_t>()[1], 13);
    EXPECT_EQ(batch->inputs[1].type, ElementType::Bool);
    EXPECT_EQ(batch->inputs[1].as<std::uint8_t>()[2], 1);
    EXPECT_EQ(batch->inputs[2].shape, (std::vector<std::int64_t>{1}));
    EXPECT_EQ(batch->inputs[2].as<float>()[0], 0.25F);
}

TEST(TensorSet, WrongKeysAreToldWithThoseFound) {
    const auto manifest = readNpz({{"data", samples()}, {"target", labels()}});
    ASSERT_EQ(codeOf(manifest), "dataset.tensor_keys");
    EXPECT_EQ(argument(manifest.error().message, "missing"), "x");
    EXPECT_EQ(argument(manifest.error().message, "found"), "data, target");
    LabelOptions two;
    two.inputs = {input("a", ElementType::Float, {-1, 2, 3}), input("b", ElementType::Float, {-1, 2, 3})};
    EXPECT_EQ(argument(readNpz({{"x", samples()}}, two).error().message, "missing"), "b");
}

TEST(TensorSet, WhatDoesNotFitTheModelIsRefused) {
    LabelOptions options;
    options.inputs = {input("in", ElementType::Float, {-1, 2, 4})};
    const auto shape = readNpz({{"x", samples()}}, options);
    ASSERT_EQ(codeOf(shape), "dataset.tensor_shape");
    EXPECT_EQ(argument(shape.error().message, "shape"), "[7, 2, 3]");
    options.inputs = {input("in", ElementType::Float, {-1, 3})};
    EXPECT_EQ(codeOf(readNpz({{"x", samples()}}, options)), "dataset.tensor_shape");
    options.inputs = {input("in", ElementType::Int64, {-1, 2, 3})};
    EXPECT_EQ(codeOf(readNpz({{"x", samples()}}, options)), "dataset.tensor_type");
    options.inputs = {input("in", ElementType::String, {-1, 2, 3})};
    EXPECT_EQ(codeOf(readNpz({{"x", samples()}}, options)), "dataset.tensor_string_input");
    options.inputs = {input("in", ElementType::Float, {-1, -1, 3})};
    EXPECT_TRUE(readNpz({{"x", samples()}}, options));
    options.inputs = {input("x", ElementType::Float, {-1, 2, 3}), input("m", ElementType::Float, {-1})};
    EXPECT_EQ(codeOf(readNpz({{"x", samples()}, {"m", npy<float>("<f4", {2}, {1, 2})}}, options)),
              "dataset.tensor_length");
    EXPECT_EQ(codeOf(readNpz({{"x", npyHeader("<f4", {0, 2, 3})}})), "dataset.tensor_no_samples");
    EXPECT_EQ(codeOf(readNpz({{"x", npy<float>("<f4", {}, {1})}})), "dataset.tensor_no_samples");
    EXPECT_EQ(codeOf(readNpz({{"x", npyHeader("|O", {7})}})), "dataset.npy_dtype");
}

TEST(TensorSet, LabelsMustBeClassIndices) {
    const auto with = [](const std::string& y, LabelOptions options = {}) {
        return codeOf(readNpz({{"x", samples()}, {"y", y}}, options));
    };
    EXPECT_EQ(with(npy<std::int64_t>("<i8", {3}, {0, 1, 2})), "dataset.tensor_length");
    EXPECT_EQ(with(npy<float>("<f4", {7}, counting(7))), "dataset.tensor_labels");
    EXPECT_EQ(with(npy<std::int32_t>("<i4", {7, 2}, std::vector<std::int32_t>(14))), "dataset.tensor_labels");
    EXPECT_EQ(with(npy<std::int32_t>("<i4", {7}, {0, 1, -1, 0, 0, 0, 0})), "dataset.tensor_label");
    LabelOptions two;
    two.modelClasses = 2;
    EXPECT_EQ(with(labels(), two), "dataset.label_index");
    const TestFolder folder;
    LabelOptions named;
    named.labelsFile = folder.write("names.txt", "left\nright\n");
    EXPECT_EQ(with(labels(), named), "dataset.label_index");
    // Numbers are indices, also where the names are numbers themselves.
    named.labelsFile = folder.write("names.txt", "2\n0\n1\n");
    const auto manifest = readNpz({{"x", samples()}, {"y", labels()}}, named);
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->samples[0].label, 0);
    EXPECT_EQ(manifest->classes[0], "2");
    EXPECT_EQ(with(npy<std::uint8_t>("|u1", {7, 1}, {0, 1, 2, 0, 1, 2, 0})), "(no error)");
}

TEST(TensorSet, DamageMetWhileReadingCountsAsSkippedSamples) {
    const TestFolder folder;
    std::vector<std::int64_t> values(42, 1);
    values[20] = std::int64_t{1} << 40;
    writeNpz(folder.path() / "set.npz", {{"x", npy("<i8", kShape, values)}});
    LabelOptions options;
    options.inputs = {input("in", ElementType::Int32, {-1, 2, 3})};
    const auto manifest = readManifest(folder.path() / "set.npz", options);
    ASSERT_TRUE(manifest);
    Loader loader(*manifest, {}, {.batch = 7}, {});
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->indices, (std::vector<std::size_t>{0, 1, 2, 4, 5, 6}));
    ASSERT_EQ(loader.skipped().size(), 1u);
    EXPECT_EQ(loader.skipped()[0].error.message.code, "dataset.tensor_value");
    EXPECT_EQ(std::filesystem::path(loader.skipped()[0].error.file).filename(), "set.npz#3");
}

}  // namespace
}  // namespace pwb::dataset::test

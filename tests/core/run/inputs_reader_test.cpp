// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs_reader.h"

#include <gmock/gmock.h>

#include "core/run/inputs.h"
#include "tests/core/run/run_fixture.h"

using namespace pwb;
using namespace pwb::tests;
using ::testing::Contains;
using ::testing::Field;

namespace {

void readAll(run::InputsReader& reader, const run::RunPlan& plan) {
    reader.readModel(plan);
    reader.understand(plan);
    reader.readData(plan);
    reader.readCalibrationData(plan);
    reader.matchClasses(plan);
    reader.drawCalibration(plan);
}

std::vector<std::filesystem::path> pathsOf(const dataset::Manifest& manifest) {
    std::vector<std::filesystem::path> paths;
    for (const dataset::Sample& sample : manifest.samples) paths.push_back(sample.path);
    return paths;
}

struct InputsReaderTest : RunFixture {};

TEST_F(InputsReaderTest, FindsWhatARunTakes) {
    run::InputsReader reader;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    const auto inputs = run::readInputs(plan);
    ASSERT_TRUE(inputs) << what(inputs.error());
    const run::InputFacts& facts = reader.facts();
    EXPECT_EQ((*facts.model)->sha256, inputs->model.sha256);
    EXPECT_EQ(facts.task, inputs->model.task);
    EXPECT_EQ(**facts.preprocess, inputs->preprocess);
    EXPECT_GT((*facts.data)->samples.size(), 144U);
    EXPECT_EQ(pathsOf(reader.evaluated()), pathsOf(inputs->data));
    EXPECT_EQ(reader.evaluated().samples.size(), 144U);
    EXPECT_EQ(pathsOf(reader.drawn()), pathsOf(inputs->calibration));
    EXPECT_EQ((*facts.calibration)->warnings, inputs->calibrationSet.warnings);
    EXPECT_EQ(facts.check->warnings, inputs->calibrationCheck->warnings);
    EXPECT_EQ(facts.check->comparedValidation, 144);
}

TEST_F(InputsReaderTest, ReadsAgainOnlyWhatChanged) {
    run::InputsReader reader;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    const auto* data = &(*reader.facts().data)->samples.front();
    const auto check = reader.facts().check;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    EXPECT_EQ(&(*reader.facts().data)->samples.front(), data);
    EXPECT_EQ(reader.facts().check, check);

    plan.calibrationSamples = 36;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    EXPECT_EQ(&(*reader.facts().data)->samples.front(), data);
    EXPECT_EQ(reader.drawn().samples.size(), 36U);
    EXPECT_NE(reader.facts().check, check);
    EXPECT_EQ(reader.facts().check->samples, 36);

    plan.data.clear();
    readAll(reader, plan);
    EXPECT_FALSE(reader.facts().data);
    EXPECT_EQ(reader.drawn().samples.size(), 36U);
}

TEST_F(InputsReaderTest, TheValidationDataNamedAsCalibrationDataAreNotComparedWithThemselves) {
    plan.calibration = plan.data;
    run::InputsReader reader;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    EXPECT_THAT((*reader.facts().calibration)->warnings,
                Contains(Field(&base::Message::code, "dataset.calibration_from_validation")));
    EXPECT_TRUE(reader.facts().check->leaks.empty());
    EXPECT_EQ(reader.facts().check->comparedValidation, 0);
}

TEST_F(InputsReaderTest, KnowsTheDataWithoutAModel) {
    plan.model.clear();
    run::InputsReader reader;
    readAll(reader, plan);
    ASSERT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    EXPECT_FALSE(reader.facts().model);
    EXPECT_FALSE(reader.facts().preprocess);
    ASSERT_TRUE(reader.facts().data && *reader.facts().data);
    EXPECT_FALSE(reader.facts().check->values) << "nothing says what the model is given";
}

TEST_F(InputsReaderTest, AStoppedCheckLeavesNone) {
    run::InputsReader reader;
    readAll(reader, plan);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, stop.get_token()));
    EXPECT_FALSE(reader.facts().check);
    EXPECT_TRUE(reader.checkCalibration(plan, dataset::kQuickValidationSamples, {}));
    EXPECT_TRUE(reader.facts().check);
}

TEST_F(InputsReaderTest, AModelThatCannotBeReadIsAnErrorThatStays) {
    plan.model = folder / "none.onnx";
    run::InputsReader reader;
    readAll(reader, plan);
    ASSERT_TRUE(reader.facts().model);
    EXPECT_FALSE(*reader.facts().model);
    EXPECT_FALSE(reader.facts().preprocess);
    const auto inputs = run::readInputs(plan);
    ASSERT_FALSE(inputs);
    EXPECT_EQ(inputs.error().message.code, reader.facts().model->error().message.code);
}

}  // namespace

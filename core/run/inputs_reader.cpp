// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/inputs_reader.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/dataset/tensor_set.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using base::Result;
using dataset::Manifest;
using dataset::Preprocess;

std::string stamp(const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    return path.string() + '@' + std::to_string(error ? 0 : time.time_since_epoch().count());
}

/// Is each sample of the plan the model's input as it is?
bool onlyTensors(const RunPlan& plan) {
    const auto tensors = [](const fs::path& path) { return path.empty() || dataset::isTensorSource(path); };
    return !(plan.data.empty() && plan.calibration.empty()) && tensors(plan.data) &&
           tensors(plan.calibration);
}

/// By the plan, the model and what is usual for its family.
Result<Preprocess> preprocessOf(const RunPlan& plan, const model::ModelInfo& model, model::Task task) {
    dataset::PreprocessOptions usual;
    if (task == model::Task::Detection) {
        const auto kind = plan.detector.kind ? plan.detector.kind : evaluate::recognizeDetector(model);
        if (kind) usual = evaluate::usualPreprocess(*kind);
    }
    if (task != model::Task::Detection) return dataset::resolvePreprocess(model, plan.preprocess, usual);
    // Boxes are given in pictures that are turned as their files say.
    if (plan.preprocess.decoding == dataset::Decoding::Pillow)
        return base::fail(base::ErrorKind::Usage, model.path.string(), "run.decode_detector");
    auto preprocess = dataset::resolvePreprocess(model, plan.preprocess, usual);
    if (preprocess) preprocess->decoding = dataset::Decoding::OpenCv;
    return preprocess;
}

Manifest subset(const Manifest& manifest, const std::vector<std::size_t>& indices) {
    Manifest part = manifest;
    part.samples.clear();
    for (const std::size_t index : indices) part.samples.push_back(manifest.samples[index]);
    return part;
}

}  // namespace

bool calibratesFromData(const RunPlan& plan) {
    return plan.calibration.empty() || plan.calibration == plan.data;
}

const model::ModelInfo* InputsReader::model() const {
    return m_facts.model && *m_facts.model ? &**m_facts.model : nullptr;
}

const std::optional<Result<Manifest>>& InputsReader::drawnFrom() const {
    return m_facts.calibrationData ? m_facts.calibrationData : m_facts.data;
}

/// What the calibration set is compared with: nothing where it is drawn from there.
const Manifest* InputsReader::validation(const RunPlan& plan) const {
    return !calibratesFromData(plan) && m_facts.data && *m_facts.data ? &evaluated() : nullptr;
}

void InputsReader::readModel(const RunPlan& plan) {
    const std::string key = plan.model.empty() ? "" : stamp(plan.model);
    if (key == m_modelKey) return;
    m_facts.model = plan.model.empty() ? std::nullopt : std::optional(model::inspect(plan.model));
    m_modelKey = key;
}

void InputsReader::understand(const RunPlan& plan) {
    const auto* known = model();
    m_facts.task = known && plan.task == model::Task::Unknown ? known->task : plan.task;
    m_facts.preprocess.reset();
    m_facts.decoder.reset();
    if (onlyTensors(plan)) {
        m_facts.preprocess = Preprocess{};
    } else if (known) {
        m_facts.preprocess = preprocessOf(plan, *known, m_facts.task);
        if (*m_facts.preprocess && m_facts.task == model::Task::Detection) decode(plan, {});
    }
}

void InputsReader::decode(const RunPlan& plan, std::span<const std::string> classes) {
    const Preprocess& preprocess = **m_facts.preprocess;
    m_facts.decoder =
        evaluate::Decoder::create(*model(), preprocess.width, preprocess.height, plan.detector, classes)
            .map([](evaluate::Decoder decoder) { return std::optional(std::move(decoder)); });
}

void InputsReader::matchClasses(const RunPlan& plan) {
    const bool decodes = m_facts.decoder && *m_facts.decoder && **m_facts.decoder;
    if (decodes && m_facts.data && *m_facts.data) decode(plan, (*m_facts.data)->classes);
}

/// With what is known of the model so far. Of a detector, the classes are those that its decoder finds.
dataset::LabelOptions InputsReader::labelOptions(const RunPlan& plan) const {
    dataset::LabelOptions options;
    options.labelsFile = plan.labels;
    options.modelPath = plan.model;
    options.task = m_facts.task;
    options.videoRate = plan.videoRate;
    const auto* known = model();
    if (!known) return options;
    const bool decodes = m_facts.decoder && *m_facts.decoder && **m_facts.decoder;
    options.modelClasses = decodes ? (**m_facts.decoder)->classes() : known->outputClasses();
    if (const auto names = known->metadata.find("names"); names != known->metadata.end())
        options.modelNames = names->second;
    options.inputs = known->inputs;
    return options;
}

/// What samples and classes depend on besides their files.
std::string InputsReader::labelKey(const RunPlan& plan) const {
    const bool decodes = m_facts.decoder && *m_facts.decoder && **m_facts.decoder;
    return plan.labels.string() + '|' + std::string(model::taskId(m_facts.task)) + '|' +
           std::to_string(plan.videoRate) + '|' +
           (decodes ? std::string(evaluate::detectorId((**m_facts.decoder)->kind())) : std::string()) + '|' +
           m_modelKey;
}

void InputsReader::readData(const RunPlan& plan) {
    const std::string limit =
        plan.limit > 0 ? '|' + std::to_string(plan.limit) + '|' + std::to_string(plan.seed) : std::string();
    const std::string key = plan.data.empty() ? "" : stamp(plan.data) + labelKey(plan) + limit;
    if (key == m_dataKey) return;
    m_dataKey = key;
    m_limited.reset();
    m_facts.data = plan.data.empty() ? std::nullopt
                                     : std::optional(dataset::readManifest(plan.data, labelOptions(plan)));
    if (!m_facts.data || !*m_facts.data) return;
    const Manifest& all = **m_facts.data;
    if (plan.limit > 0 && static_cast<std::size_t>(plan.limit) < all.samples.size())
        m_limited = subset(all, dataset::drawBalanced(all, plan.limit, plan.seed));
}

void InputsReader::readCalibrationData(const RunPlan& plan) {
    const std::string key = plan.calibration.empty() ? "" : stamp(plan.calibration) + labelKey(plan);
    if (key == m_calibrationDataKey) return;
    m_calibrationDataKey = key;
    m_facts.calibrationData =
        plan.calibration.empty() ? std::nullopt
                                 : std::optional(dataset::readManifest(plan.calibration, labelOptions(plan)));
}

void InputsReader::drawCalibration(const RunPlan& plan) {
    const std::string key = m_dataKey + '|' + m_calibrationDataKey + '|' +
                            std::to_string(plan.calibrationSamples) + '|' + std::to_string(plan.seed);
    if (key == m_drawKey) return;
    m_drawKey = key;
    m_facts.calibration.reset();
    m_facts.calibrationPerClass.clear();
    const auto& source = drawnFrom();
    if (!source || !*source) return;
    m_facts.calibration = dataset::drawCalibrationSet(**source, plan.calibrationSamples, plan.seed,
                                                      validation(plan), calibratesFromData(plan));
    if (*m_facts.calibration) m_facts.calibrationPerClass = drawn().samplesPerClass();
}

Manifest InputsReader::drawn() const {
    return subset(**drawnFrom(), (*m_facts.calibration)->indices);
}

base::Status InputsReader::checkCalibration(const RunPlan& plan, int validationSamples,
                                            const std::stop_token& stop) {
    const auto& source = drawnFrom();
    const bool known = source && *source && m_facts.calibration && *m_facts.calibration;
    std::optional<Preprocess> how;
    if (m_facts.preprocess && *m_facts.preprocess)
        how = **m_facts.preprocess;
    else if (known && (*source)->tensors)
        how = Preprocess{};  // nothing is done to them
    const std::string key = known ? m_drawKey + '|' + std::to_string(validationSamples) : std::string();
    if (key == m_checkKey && how == m_checkedWith) return {};
    m_facts.check.reset();
    m_checkKey.clear();
    if (!known) return {};
    dataset::CheckOptions options;
    options.seed = plan.seed;
    options.validationSamples = validationSamples;
    PWB_TRY(auto check,
            dataset::checkCalibrationSet(drawn(), validation(plan), how ? &*how : nullptr, options, stop));
    m_facts.check = std::make_shared<const dataset::CalibrationCheck>(std::move(check));
    m_checkKey = key;
    m_checkedWith = how;
    return {};
}

}  // namespace pwb::run

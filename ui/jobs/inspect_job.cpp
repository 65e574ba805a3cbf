// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/inspect_job.h"

#include <random>

#include "core/dataset/tensor_set.h"

namespace pwb::ui {
namespace {

std::string stamp(const std::filesystem::path& path) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    return path.string() + '@' + std::to_string(error ? 0 : time.time_since_epoch().count());
}

dataset::LabelOptions labelOptions(const run::RunPlan& plan, const SetupFacts& facts) {
    dataset::LabelOptions options{plan.labels, plan.model, -1};
    if (facts.model && *facts.model) {
        options.modelClasses = (*facts.model)->outputClasses();
        options.inputs = (*facts.model)->inputs;
    }
    return options;
}

/// Are all samples of the plan the model's input as they are?
bool onlyTensors(const run::RunPlan& plan) {
    const auto tensors = [](const std::filesystem::path& path) { return dataset::isTensorSource(path); };
    return tensors(plan.data) && (plan.calibration.empty() || tensors(plan.calibration));
}

std::vector<int> countPerClass(const dataset::Manifest& source, const dataset::CalibrationSet& set) {
    std::vector<int> counts(source.classes.size(), 0);
    for (const std::size_t index : set.indices) {
        const int label = source.samples[index].label;
        if (label >= 0 && label < static_cast<int>(counts.size())) ++counts[static_cast<std::size_t>(label)];
    }
    return counts;
}

std::optional<Preview> makePreview(const dataset::Manifest& data, std::size_t index,
                                   const dataset::Preprocess& how) {
    const dataset::Sample& sample = data.samples[index];
    const auto pixels = dataset::previewImage(sample.path, how);
    if (!pixels) return std::nullopt;
    const QImage view(pixels->rgb.data(), pixels->width, pixels->height, pixels->width * 3,
                      QImage::Format_RGB888);
    Preview preview{view.copy(), {}, QString::fromStdString(sample.path.string())};
    if (sample.label >= 0 && sample.label < static_cast<int>(data.classes.size()))
        preview.label = QString::fromStdString(data.classes[static_cast<std::size_t>(sample.label)]);
    return preview;
}

}  // namespace

/// The last answers, each under a text that says what it depends on.
struct InspectJob::Memory {
    SetupFacts facts;
    std::string model, data, calibrationData, calibration, check;
    std::optional<dataset::Preprocess> checkedWith;
};

InspectJob::InspectJob(QObject* parent)
    : QObject(parent), m_thread([this](std::stop_token stop) { work(std::move(stop)); }) {}

InspectJob::~InspectJob() {
    {
        const std::lock_guard lock(m_mutex);
        ++m_request.id;
        m_check.request_stop();
        m_thread.request_stop();
    }
    m_wake.notify_all();
    m_thread.join();
}

void InspectJob::request(const run::RunPlan& plan, unsigned previewSeed, int previewCount) {
    {
        const std::lock_guard lock(m_mutex);
        m_request = {plan, previewSeed, previewCount, m_request.id + 1};
        m_check.request_stop();
        m_check = {};
    }
    m_wake.notify_all();
}

void InspectJob::stopCheck() {
    const std::lock_guard lock(m_mutex);
    m_check.request_stop();
}

void InspectJob::work(std::stop_token stop) {
    Memory memory;
    while (!stop.stop_requested()) {
        Request request;
        std::stop_token check;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_request.id != m_done; })) return;
            request = m_request;
            m_done = request.id;
            check = m_check.get_token();
        }
        answer(request, memory);
        checkCalibration(request, memory, check);
    }
}

bool InspectJob::outdated(const Request& request) {
    const std::lock_guard lock(m_mutex);
    return m_request.id != request.id;
}

void InspectJob::publish(const Request& request, const SetupFacts& facts) {
    if (outdated(request)) return;
    auto shared = std::make_shared<const SetupFacts>(facts);
    QMetaObject::invokeMethod(
        this,
        [this, id = request.id, shared] {
            if (id == m_request.id) emit factsChanged(shared);
        },
        Qt::QueuedConnection);
}

void InspectJob::answer(const Request& request, Memory& memory) {
    memory.facts.complete = memory.facts.checked = false;
    memory.facts.previews.clear();
    using Step = void (InspectJob::*)(const Request&, Memory&);
    for (const Step step : {&InspectJob::readModel, &InspectJob::readData, &InspectJob::makePreviews,
                            &InspectJob::drawCalibration}) {
        (this->*step)(request, memory);
        if (outdated(request)) return;
        memory.facts.complete = step == &InspectJob::drawCalibration;
        publish(request, memory.facts);
    }
}

void InspectJob::readModel(const Request& request, Memory& memory) {
    const std::filesystem::path& path = request.plan.model;
    const std::string key = path.empty() ? "" : stamp(path);
    if (key == memory.model) return;
    memory.facts.model = path.empty() ? std::nullopt : std::optional(model::inspect(path));
    memory.model = key;
}

void InspectJob::readData(const Request& request, Memory& memory) {
    const run::RunPlan& plan = request.plan;
    SetupFacts& facts = memory.facts;
    const auto read = [&](const std::filesystem::path& path, std::string& known, auto& into) {
        const std::string key = path.empty() ? "" : stamp(path) + plan.labels.string() + '|' + memory.model;
        if (key == known) return;
        into = path.empty() ? std::nullopt
                            : std::optional(dataset::readManifest(path, labelOptions(plan, facts)));
        known = key;
    };
    read(plan.data, memory.data, facts.data);
    read(plan.calibration, memory.calibrationData, facts.calibrationData);
    facts.preprocess.reset();
    if (onlyTensors(plan))
        facts.preprocess = dataset::Preprocess{};
    else if (facts.model && *facts.model)
        facts.preprocess = dataset::resolvePreprocess(**facts.model, plan.preprocess);
}

void InspectJob::makePreviews(const Request& request, Memory& memory) {
    SetupFacts& facts = memory.facts;
    const bool possible = facts.data && *facts.data && facts.preprocess && *facts.preprocess;
    if (!possible || (*facts.data)->samples.empty()) return;
    std::mt19937 random(request.seed);
    const dataset::Manifest& data = **facts.data;
    // An unreadable image is passed over, but not without end.
    for (int tries = 0; tries < 3 * request.previews; ++tries) {
        if (static_cast<int>(facts.previews.size()) == request.previews || outdated(request)) return;
        if (auto preview = makePreview(data, random() % data.samples.size(), **facts.preprocess))
            facts.previews.push_back(std::move(*preview));
    }
}

void InspectJob::drawCalibration(const Request& request, Memory& memory) {
    const run::RunPlan& plan = request.plan;
    SetupFacts& facts = memory.facts;
    const std::string key = memory.data + '|' + memory.calibrationData + '|' +
                            std::to_string(plan.calibrationSamples) + '|' + std::to_string(plan.seed);
    if (key == memory.calibration) return;
    memory.calibration = key;
    facts.calibration.reset();
    facts.calibrationPerClass.clear();
    const bool own = facts.calibrationData.has_value();
    const auto& source = own ? facts.calibrationData : facts.data;
    if (!source || !*source) return;
    const dataset::Manifest* validation = own && facts.data && *facts.data ? &**facts.data : nullptr;
    facts.calibration =
        dataset::drawCalibrationSet(**source, plan.calibrationSamples, plan.seed, validation, !own);
    if (*facts.calibration) facts.calibrationPerClass = countPerClass(**source, **facts.calibration);
}

void InspectJob::checkCalibration(const Request& request, Memory& memory, const std::stop_token& stop) {
    SetupFacts& facts = memory.facts;
    if (outdated(request)) return;
    const bool own = facts.calibrationData.has_value();
    const auto& source = own ? facts.calibrationData : facts.data;
    const bool drawn = source && *source && facts.calibration && *facts.calibration;
    const bool fitting = facts.preprocess && *facts.preprocess;
    const std::string key = drawn ? memory.calibration : std::string();
    const auto how = fitting ? std::optional(**facts.preprocess) : std::nullopt;
    if (key != memory.check || how != memory.checkedWith) {
        facts.check.reset();
        memory.check.clear();
        if (drawn) {
            dataset::Manifest set = **source;
            set.samples.clear();
            for (const std::size_t index : (*facts.calibration)->indices)
                set.samples.push_back((*source)->samples[index]);
            dataset::CheckOptions options;
            options.seed = request.plan.seed;
            options.validationSamples = dataset::kQuickValidationSamples;
            const dataset::Manifest* validation = own && facts.data && *facts.data ? &**facts.data : nullptr;
            auto check = dataset::checkCalibrationSet(set, validation,
                                                      fitting ? &**facts.preprocess : nullptr, options, stop);
            if (!check) return;  // stopped
            facts.check = std::make_shared<const dataset::CalibrationCheck>(std::move(*check));
            memory.check = key;
            memory.checkedWith = how;
        }
    }
    facts.checked = true;
    publish(request, facts);
}

}  // namespace pwb::ui

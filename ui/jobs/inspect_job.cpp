// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/inspect_job.h"

#include <random>

#include "core/dataset/full_picture.h"
#include "core/dataset/tensor_set.h"
#include "core/run/inputs/reading.h"

namespace pwb::ui {
namespace {

std::string stamp(const std::filesystem::path& path) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    return path.string() + '@' + std::to_string(error ? 0 : time.time_since_epoch().count());
}

const model::ModelInfo* modelIn(const SetupFacts& facts) {
    return facts.model && *facts.model ? &**facts.model : nullptr;
}

std::optional<evaluate::Decoder> decoderIn(const SetupFacts& facts) {
    return facts.decoder && *facts.decoder ? **facts.decoder : std::nullopt;
}

/// With what is known of the model so far.
dataset::LabelOptions labelOptions(const run::RunPlan& plan, const SetupFacts& facts) {
    if (const auto* model = modelIn(facts)) return run::labelOptions(plan, *model, decoderIn(facts));
    dataset::LabelOptions options;
    options.labelsFile = plan.labels;
    options.modelPath = plan.model;
    options.task = plan.task;
    options.videoRate = plan.videoRate;
    return options;
}

/// What the samples and classes of a plan's data depend on besides its files.
std::string labelKey(const run::RunPlan& plan, const SetupFacts& facts) {
    const auto decoder = decoderIn(facts);
    return plan.labels.string() + '|' + std::string(model::taskId(facts.task)) + '|' +
           std::to_string(plan.videoRate) + '|' +
           (decoder ? std::string(evaluate::detectorId(decoder->kind())) : std::string());
}

/// Are all samples of the plan the model's input as they are?
bool onlyTensors(const run::RunPlan& plan) {
    const auto tensors = [](const std::filesystem::path& path) { return dataset::isTensorSource(path); };
    return tensors(plan.data) && (plan.calibration.empty() || tensors(plan.calibration));
}

std::vector<int> countPerClass(const dataset::Manifest& source, const dataset::CalibrationSet& set) {
    dataset::Manifest drawn;
    drawn.classes = source.classes;
    for (const std::size_t index : set.indices) drawn.samples.push_back(source.samples[index]);
    return drawn.samplesPerClass();
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
    preview.annotated = data.hasObjects;
    if (sample.objects.empty()) return preview;
    const auto original = dataset::fullPicture(sample.path);
    if (!original) return std::nullopt;
    const dataset::Placement at = dataset::placementOf(original->width, original->height, how);
    for (const dataset::Object& object : sample.objects)
        preview.boxes.push_back({object.box.x * at.scaleX + at.offsetX, object.box.y * at.scaleY + at.offsetY,
                                 object.box.width * at.scaleX, object.box.height * at.scaleY});
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
    for (const Step step : {&InspectJob::readModel, &InspectJob::understand, &InspectJob::readData,
                            &InspectJob::makePreviews, &InspectJob::drawCalibration}) {
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

void InspectJob::understand(const Request& request, Memory& memory) {
    const run::RunPlan& plan = request.plan;
    SetupFacts& facts = memory.facts;
    const auto* model = modelIn(facts);
    facts.task = model ? run::taskOf(plan, *model) : plan.task;
    facts.preprocess.reset();
    facts.decoder.reset();
    if (onlyTensors(plan))
        facts.preprocess = dataset::Preprocess{};
    else if (model)
        facts.preprocess = run::preprocessOf(plan, *model);
    if (model && facts.preprocess && *facts.preprocess)
        facts.decoder = run::decoderOf(plan, *model, **facts.preprocess);
}

void InspectJob::readData(const Request& request, Memory& memory) {
    const run::RunPlan& plan = request.plan;
    SetupFacts& facts = memory.facts;
    const auto read = [&](const std::filesystem::path& path, std::string& known, auto& into) {
        const std::string key = path.empty() ? "" : stamp(path) + labelKey(plan, facts) + '|' + memory.model;
        if (key == known) return;
        into = path.empty() ? std::nullopt
                            : std::optional(dataset::readManifest(path, labelOptions(plan, facts)));
        known = key;
    };
    read(plan.data, memory.data, facts.data);
    read(plan.calibration, memory.calibrationData, facts.calibrationData);
    // Again, now that the classes are known.
    if (decoderIn(facts) && facts.data && *facts.data)
        facts.decoder = run::decoderOf(plan, *modelIn(facts), **facts.preprocess, (*facts.data)->classes);
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

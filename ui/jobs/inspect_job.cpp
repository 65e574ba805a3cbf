// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/inspect_job.h"

#include <array>
#include <functional>
#include <random>

#include "core/dataset/full_picture.h"

namespace pwb::ui {
namespace {

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
    run::InputsReader reader;
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
        SetupFacts facts = answer(request, reader);
        if (!facts.complete ||
            !reader.checkCalibration(request.plan, dataset::kQuickValidationSamples, check))
            continue;  // stopped
        static_cast<run::InputFacts&>(facts) = reader.facts();
        facts.checked = true;
        publish(request, facts);
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

SetupFacts InspectJob::answer(const Request& request, run::InputsReader& reader) {
    const run::RunPlan& plan = request.plan;
    SetupFacts facts;
    const std::array<std::function<void()>, 5> steps = {
        [&] { reader.readModel(plan); }, [&] { reader.understand(plan); },
        [&] {
            reader.readData(plan);
            reader.readCalibrationData(plan);
            reader.matchClasses(plan);
        },
        [&] { makePreviews(request, reader.facts(), facts.previews); },
        [&] { reader.drawCalibration(plan); }};
    for (const auto& step : steps) {
        step();
        if (outdated(request)) return facts;
        static_cast<run::InputFacts&>(facts) = reader.facts();
        facts.complete = &step == &steps.back();
        publish(request, facts);
    }
    return facts;
}

void InspectJob::makePreviews(const Request& request, const run::InputFacts& facts,
                              std::vector<Preview>& previews) {
    const bool possible = facts.data && *facts.data && facts.preprocess && *facts.preprocess;
    if (!possible || (*facts.data)->samples.empty()) return;
    std::mt19937 random(request.seed);
    const dataset::Manifest& data = **facts.data;
    // An unreadable image is passed over, but not without end.
    for (int tries = 0; tries < 3 * request.previews; ++tries) {
        if (static_cast<int>(previews.size()) == request.previews || outdated(request)) return;
        if (auto preview = makePreview(data, random() % data.samples.size(), **facts.preprocess))
            previews.push_back(std::move(*preview));
    }
}

}  // namespace pwb::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QStringList>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/run/inputs_reader.h"

namespace pwb::ui {

/// One image as the model will see it.
struct Preview {
    QImage image;
    QString label;  ///< its class; empty where it has objects
    QString path;
    std::vector<dataset::Box> boxes = {};  ///< of its annotated objects, in pixels of `image`
    bool annotated = false;                ///< it may show objects; none are annotated where there are none
};

/// What is known of the files a plan names, as a run would take them, and pictures of them.
struct SetupFacts : run::InputFacts {
    std::vector<Preview> previews;
    bool complete = false;  ///< all but `check`, which reads all of the drawn set
    bool checked = false;   ///< and `check`, where there is something to check
};

/// Reads model, data, calibration set and previews of a plan on a thread of its own. The newest request wins:
/// it ends the work on an earlier one at its next step. What has not changed is not read again.
class InspectJob : public QObject {
    Q_OBJECT

public:
    explicit InspectJob(QObject* parent = nullptr);
    ~InspectJob() override;

    /// `previewSeed` chooses which samples are previewed.
    void request(const run::RunPlan& plan, unsigned previewSeed, int previewCount);
    /// Ends the check of the calibration set: it must not work beside a measurement. The next request makes
    /// up for it.
    void stopCheck();

signals:
    void factsChanged(std::shared_ptr<const pwb::ui::SetupFacts> facts);

private:
    struct Request {
        run::RunPlan plan;
        unsigned seed = 0;
        int previews = 0;
        quint64 id = 0;
    };
    void work(std::stop_token stop);
    [[nodiscard]] SetupFacts answer(const Request& request, run::InputsReader& reader);
    void makePreviews(const Request& request, const run::InputFacts& facts, std::vector<Preview>& previews);
    [[nodiscard]] bool outdated(const Request& request);
    void publish(const Request& request, const SetupFacts& facts);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    Request m_request;
    quint64 m_done = 0;
    std::stop_source m_check;  ///< ends the check that the newest request asks for
    std::jthread m_thread;
};

}  // namespace pwb::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QPushButton;

namespace pwb::ui {

class ChangesObjects;
class ChangesSamples;

/// What a candidate answers otherwise than FP32: of a classifier the samples, of a detector the objects.
class ChangesPage : public Page {
    Q_OBJECT

public:
    explicit ChangesPage(QWidget* parent = nullptr);
    [[nodiscard]] QString railCount() const override;

public slots:
    /// "true=24 answer=0 engine=int8": class indices and the candidate; of a detector as objectFilterFrom().
    void applyFilter(const QString& filter) override;

protected:
    void refresh() override;

private:
    [[nodiscard]] bool showsObjects() const { return document() && document()->isDetection(); }
    void showTask();
    void enableSave();
    void saveList();

    ChangesSamples* m_samples;
    ChangesObjects* m_objects;
    QPushButton* m_save;
};

}  // namespace pwb::ui

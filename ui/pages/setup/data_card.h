// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/setup/setup_cards.h"

class QLineEdit;
class QPushButton;

namespace pwb::ui {

class ClassBars;
class ElidedLabel;
class FileTile;
class NumberField;
class PreviewStrip;

/// The validation data, its classes, preprocessing, and what the model will see.
class DataCard : public SetupCard {
    Q_OBJECT

public:
    explicit DataCard(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan) override;
    void apply(run::RunPlan& plan) const override;
    void setFacts(const run::RunPlan& plan, const SetupFacts& facts) override;

signals:
    void otherSamplesRequested();
    void findPreprocessingRequested();

private:
    QWidget* makePreprocessing();
    QWidget* makeVideo();
    void showManifest(const run::RunPlan& plan, const dataset::Manifest& manifest);
    void showSamplesAs(const dataset::Manifest* manifest);
    void showNothing();
    void showPreprocess(const dataset::Preprocess& how);
    static QString originText(const dataset::Preprocess& how);
    bool takeText(QLineEdit* field);  ///< false: the text makes no sense and nothing was taken
    void takeChoice(const QComboBox* box);

    void showObjects(const dataset::Manifest* manifest);

    FileTile* m_tile;
    ClassBars* m_bars;
    QLabel* m_perClass;
    ElidedLabel* m_origin;
    QLabel* m_tensor;
    ElidedLabel* m_objects;  ///< annotated, by size
    NumberField* m_rate;     ///< frames per second of video
    QWidget* m_video;
    QWidget* m_preprocessing;
    QLineEdit *m_size, *m_scale, *m_mean, *m_std;
    QLineEdit* m_resizeTo;  ///< before the middle is cut out
    QComboBox *m_resize, *m_color, *m_layout, *m_filter, *m_resizer;
    QPushButton* m_find;
    PreviewStrip* m_previews;
    dataset::PreprocessOptions m_given;  ///< what the user changed; the rest is resolved
};

}  // namespace pwb::ui

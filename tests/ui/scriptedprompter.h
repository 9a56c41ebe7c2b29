#pragma once

#include "prompter.h"

#include <vector>

namespace syncline::testing {

/// Answers at once by a script and remembers the questions.
class ScriptedPrompter final : public Prompter
{
public:
    bool agrees = true;
    bool agreesToStart = true;
    QString savePath;
    std::vector<Question> questions;
    std::vector<TablesQuestion> tablesQuestions;
    std::vector<StartQuestion> startQuestions;
    std::vector<SaveQuestion> saveQuestions;

    void confirm(QWidget *, const Question &question, std::function<void(bool)> answered) override
    {
        questions.push_back(question);
        answered(agrees);
    }

    void askForTables(QWidget *, const TablesQuestion &question, std::function<void(bool)> answered) override
    {
        tablesQuestions.push_back(question);
        answered(agrees);
    }

    void askForStart(QWidget *, const StartQuestion &question, std::function<void(bool)> answered) override
    {
        startQuestions.push_back(question);
        answered(agreesToStart);
    }

    void askSavePath(QWidget *, const SaveQuestion &question,
                     std::function<void(const QString &, const QString &)> answered) override
    {
        saveQuestions.push_back(question);
        answered(savePath, question.filters.value(0));
    }
};

} // namespace syncline::testing

using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Regression;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>Fits a logistic regression.</summary>
internal sealed class LogisticRun
{
    /// <summary>The text that is the event; null for the usual one.</summary>
    public string? Event { get; init; }

    /// <summary>How features are scaled, see <see cref="ScaleOption.Freedom"/>.</summary>
    public int? Freedom { get; init; }

    /// <summary>Columns whose numbers are names of kinds.</summary>
    public IReadOnlyCollection<string> Factors { get; init; } = [];

    /// <summary>Whether a coefficient stands alone.</summary>
    public bool HasIntercept { get; init; } = true;

    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var target = LogisticTarget.Of(fields, Event);
        var features = LogisticFeatures.Of(fields, Factors, HasIntercept, Freedom);
        var model = LogisticRegression.Fit(features.Names, features.Rows, target.Outcomes, HasIntercept) switch
        {
            LogisticResult.Fitted(var fitted) => fitted,
            LogisticResult.Failed(var fault) => throw FitWords.Of(fault, variable => variable == "target" ? fields.Columns[0] : ColumnOf(features, variable)),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
        var rows = target.Outcomes.Select((outcome, index) => new JsonNode?[]
        {
            fields.Rows[index].Line, outcome ? 1 : 0, JsonNumbers.Of(model.Probability(features.Rows[index])),
        });
        var values = Values(model, target.Event);
        if (features.Factors.Count > 0)
        {
            values["factors"] = new JsonArray([.. features.Factors.Select(static one => new JsonObject { ["column"] = one.Column, ["reference"] = one.Reference, ["kinds"] = one.Kinds.Count })]);
        }

        return new FitAnswer(values, new RowAnswers(["line", fields.Columns[0], "probability"], rows)) { Notices = [.. features.Factors.Select(Words)] };
    }

    private static string Words(LogisticFactor factor) => $"column {factor.Column} is taken as names of {factor.Kinds.Count} kinds"
        + (factor.Reference is { } reference ? $", each compared with '{TableFields.Shown(reference)}'" : ", each with a coefficient of its own");

    private static string ColumnOf(LogisticFeatures features, string name) => Array.IndexOf(features.Names, name) is >= 0 and var place ? features.Columns[place] : name;

    private static JsonObject Values(LogisticModel model, string occurs) => new()
    {
        ["event"] = occurs,
        ["events"] = model.Events,
        ["rows"] = model.Rows,
        ["logLikelihood"] = JsonNumbers.Of(model.LogLikelihood),
        ["deviance"] = JsonNumbers.Of(model.Deviance),
        ["nullDeviance"] = JsonNumbers.Of(model.NullDeviance),
        ["aic"] = JsonNumbers.Of(model.Aic),
        ["converged"] = true,
        ["iterations"] = model.Iterations,
        ["coefficients"] = Of(model, static one => one.Estimate),
        ["standardErrors"] = Of(model, static one => one.StandardError),
        ["z"] = Of(model, static one => one.Z),
        ["p"] = Of(model, static one => one.P),
    };

    private static JsonObject Of(LogisticModel model, Func<Coefficient, double> value) =>
        JsonNumbers.Of(model.Coefficients.Select(one => (one.Name, value(one))));
}

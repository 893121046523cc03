using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Decisions;

/// <summary>Ranks contents for one profile: compiles the request's conditions against what the profile tallies, scores, drops, orders.</summary>
internal sealed class ContentRanking(CatalogModel model, EvaluationContext context)
{
    private readonly ConditionCompiler _compiler = new(model.Measures, model.SegmentIndex, model.ScoreIndex, model.ComputedTraits, extend: false)
    {
        KnowsAccounts = model.AsksAccounts,
        AccountTraits = [.. model.AccountTraits],
        Patterns = model.Patterns,
        Cuts = model.Cuts,
    };


    /// <summary>The decision for a profile.</summary>
    internal DecisionResult Decide(ProfileId id, DecisionRequest request)
    {
        var judged = new List<Judgement>(request.Contents.Count);
        for (var index = 0; index < request.Contents.Count; index++)
        {
            judged.Add(Judge(request.Contents[index], $"$.contents[{index}]", request));
        }

        if (_compiler.Faults.Count > 0)
        {
            return new DecisionResult.Faulty(_compiler.Faults);
        }

        if (request.Control is { } control && IsInControl(id, control))
        {
            return new DecisionResult.Decided([.. judged.Select(content => content.Ranked)], [], InControlGroup: true, UsedFallback: false);
        }

        // OrderBy is stable: equals keep the order of the request.
        RankedContent[] ranked = [.. judged.Where(content => content.Why is null).Select(content => content.Ranked).OrderByDescending(content => content.Score)];
        DroppedContent[] dropped = [.. judged.Where(content => content.Why is not null).Select(content => new DroppedContent(content.Ranked.Id, content.Ranked.Score, content.Why!))];
        if (ranked.Length > 0 || request.Fallback is null)
        {
            return new DecisionResult.Decided(ranked, dropped, InControlGroup: false, UsedFallback: false);
        }

        var fallback = judged.Select(content => content.Ranked).FirstOrDefault(content => content.Id == request.Fallback)
            ?? new RankedContent(request.Fallback, 0, []);
        return new DecisionResult.Decided([fallback], dropped, InControlGroup: false, UsedFallback: true);
    }

    /// <summary>Sticky: a function of the profile and the experiment's name alone.</summary>
    private static bool IsInControl(ProfileId id, ControlGroup control)
    {
        const double range = 1UL << 53;
        var place = (MessageFingerprint.Of($"{control.Name}\n{id.Value}") >> 11) / range;
        return place * 100 < control.Percentage;
    }

    private Judgement Judge(Content content, string path, DecisionRequest request)
    {
        var reasons = new List<DecisionReason>();
        foreach (var interest in content.Interests)
        {
            var value = context.State.Traits.Find($"{request.InterestTrait}.{interest}");
            if (value.IsNumber)
            {
                reasons.Add(new DecisionReason("interest:" + interest, value.Number));
            }
        }

        for (var index = 0; index < content.Filters.Count; index++)
        {
            if (Holds(content.Filters[index].When, $"{path}.filters[{index}].when"))
            {
                reasons.Add(new DecisionReason($"filter:{index}", content.Filters[index].Points));
            }
        }

        AddScores(content, path, reasons);
        var matched = reasons.Exists(reason => reason.Points != 0);
        if (content.Base != 0)
        {
            reasons.Insert(0, new DecisionReason("base", content.Base));
        }

        var score = Finite(reasons.Sum(reason => reason.Points));
        var applies = content.When is null || Holds(content.When, path + ".when");
        var why = !applies ? "its condition does not hold"
            : request.Threshold is not { } threshold ? null
            : !matched ? "nothing in it matches the profile"
            : score < threshold ? $"scores less than the threshold {threshold}"
            : null;
        return new Judgement(new RankedContent(content.Id, score, reasons), why);
    }

    private void AddScores(Content content, string path, List<DecisionReason> reasons)
    {
        foreach (var (name, weight) in content.ScoreWeights)
        {
            if (model.ScoreIndex.TryGetValue(name, out var index))
            {
                reasons.Add(new DecisionReason("score:" + name, Finite(weight * context.Scores[index].Evaluate(context))));
            }
            else
            {
                _compiler.Faults.Add(new DocumentFault(path + ".scoreWeights", name, "the catalog has no score of this name; name one that it has"));
            }
        }
    }

    // Points and traits may be as large as a number can be; what goes beyond is not a number that an answer can hold.
    private static double Finite(double points) => Math.Clamp(points, double.MinValue, double.MaxValue);

    private bool Holds(Catalogs.ConditionDocument when, string path) => _compiler.Compile(when, path, new Dependencies()).Evaluate(context).Holds;

    private readonly record struct Judgement(RankedContent Ranked, string? Why);
}

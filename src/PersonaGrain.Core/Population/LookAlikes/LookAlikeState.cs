using PersonaGrain.Catalogs;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What one generation knows of a look-alike.</summary>
public sealed record LookAlikeState
{
    /// <summary>So many members, and as many others, it takes to learn.</summary>
    public const int Fewest = 50;

    /// <summary>The score.</summary>
    public required string Score { get; init; }

    /// <summary>The segment.</summary>
    public required string Seed { get; init; }

    /// <summary>How it compares.</summary>
    public required SimilarityMethod By { get; init; }

    /// <summary>A fingerprint of what it is learned from: under another one nothing of it holds.</summary>
    public required ulong Features { get; init; }

    /// <summary>The instant that it is as of.</summary>
    public required Instant At { get; init; }

    /// <summary>How many members the segment had.</summary>
    public long Members { get; init; }

    /// <summary>How many others there were.</summary>
    public long Others { get; init; }

    /// <summary>Why there is no newer model; none where one was learned.</summary>
    public LearningFault Fault { get; init; }

    /// <summary>The model in force; null where there never was one, and the score is 0.</summary>
    public LookAlikeModel? Model { get; init; }

    /// <summary>How well the model in force ranks people of this generation whom it was not learned from; null where there is none.</summary>
    public LookAlikeQuality? Quality { get; init; }

    /// <summary>How many models were in force so far.</summary>
    public int Versions { get; init; }

    /// <summary>What is to be known before one relies on it, a sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (Fault == LearningFault.TooLittle)
            {
                var kept = Model is null ? "so the score is 0" : "so the model of before stays";
                yield return FormattableString.Invariant($"too few to learn from: {Members:N0} members and {Others:N0} others, and it takes {Fewest} of each; {kept}");
            }
            else if (Fault == LearningFault.NothingVaries)
            {
                yield return "nothing can be learned: no measure differs between people";
            }
            else if (Fault == LearningFault.NotConverged)
            {
                yield return "the newest model did not come to rest, so the one of before stays";
            }

            if (Model is { IsCentre: false } model && Array.TrueForAll(model.Weights, static weight => weight <= 0) && model.Traits.All(static trait => trait.Weight <= 0))
            {
                yield return "members are told by what they do less than others, so nobody scores above 0; compare by centre instead";
            }

            if (Quality is { Low: <= 0.5 })
            {
                yield return "members are not told from others better than by chance";
            }
        }
    }
}

/// <summary>How well people are ranked who were held back.</summary>
/// <param name="Auc">The probability that a member is ranked above another one; a half is chance.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Members">Members held back.</param>
/// <param name="Others">Others held back.</param>
public sealed record LookAlikeQuality(double Auc, double Low, double High, int Members, int Others);

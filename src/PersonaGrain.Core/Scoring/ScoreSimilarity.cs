using PersonaGrain.Catalogs;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Time;

namespace PersonaGrain.Scoring;

/// <summary>Whom a look-alike compares people with, and how that was learned.</summary>
/// <param name="Seed">The segment.</param>
/// <param name="By">How.</param>
/// <param name="Generation">The generation that the population is told by; 0 before the first.</param>
/// <param name="At">The instant that the generation is as of.</param>
/// <param name="State">What is known; null where nothing is, or of other measures or another condition than the catalog has now.</param>
public sealed record ScoreSimilarity(string Seed, SimilarityMethod By, long Generation, Instant At, LookAlikeState? State)
{
    /// <summary>By what, how well it ranks, and everything that is to be known before one relies on it, a sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (State is null)
            {
                yield return $"nothing was learned of {Seed} yet: the next census does, and the score is 0 until then";
                yield break;
            }

            if (State.Model is { } model)
            {
                var how = model.IsCentre ? "distance to the members' centre, 50 is as near as the median member" : "model of what tells members from others";
                yield return FormattableString.Invariant($"{how}, version {model.Version} of {new Instant(model.At.Ticks - (model.At.Ticks % TimeSpan.TicksPerSecond))}, learned from {model.Members.People:N0} members and {model.Others.People:N0} others");
            }

            if (State.Quality is { } quality)
            {
                yield return FormattableString.Invariant(
                    $"AUC {quality.Auc:0.00} ({quality.Low:0.00} to {quality.High:0.00}) on {quality.Members:N0} members and {quality.Others:N0} others held back");
            }

            foreach (var note in State.Notes)
            {
                yield return note;
            }
        }
    }
}

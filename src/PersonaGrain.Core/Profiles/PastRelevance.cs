using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>Lives through the history of a profile again as far as scores ask for it: by the folder and the formula of live profiles.</summary>
internal sealed class PastRelevance(ProfileMachine machine, SignalFolder folder, ScoreModel[] scores)
{
    /// <summary>A profile that learns some tallies from history, and nothing else; not for living on.</summary>
    /// <param name="tallies">Which; not changed.</param>
    /// <param name="now">The instant that values within windows are kept for.</param>
    internal ProfileState Create(bool[] tallies, Instant now)
    {
        var state = machine.Create(now);
        state.IncompleteTallies = tallies;
        return state;
    }

    /// <summary>Learns the next signal into those tallies.</summary>
    internal void Learn(ProfileState state, Signal signal) => folder.Relearn(state, signal, ProfileRecovery.IsDerived(signal));

    /// <summary>How relevant each measure of a score is, an occurrence ever counting as a correlation of 1; in the score's order.</summary>
    internal void Relevances(ProfileState state, int score, Instant at, Span<float> target) => scores[score].Relevances(state.Tallies, at.Ticks, target);
}

using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>Lives through the past of a person once, and notes how things stood at its landmarks.</summary>
/// <remarks>At a landmark counts what happened up to it, the instant itself included, whenever it was received.</remarks>
internal sealed class LandmarkWalk
{
    private readonly LandmarkPlan _plan;
    private readonly CensusHistory _history;
    private readonly TargetLandmarks[] _targets;
    private readonly List<OutcomeExample>[][] _examples;
    private readonly ProfileState _state;

    /// <summary>Walks.</summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="history">The past, with at least one signal.</param>
    internal LandmarkWalk(LandmarkPlan plan, in CensusHistory history)
    {
        (_plan, _history) = (plan, history);
        var instants = Instants(history);
        var past = history;
        _targets = Array.ConvertAll(plan.Targets, target => new TargetLandmarks(target, past, instants));
        _examples = Array.ConvertAll(plan.Targets, static target => Array.ConvertAll(target.Scores, static _ => new List<OutcomeExample>(LandmarkChoice.Most)));
        Had = new ulong[plan.Targets.Length][];
        _state = history.Machine.Past.Create(plan.Learned, history.Now);
        Walk(Stops());
    }

    /// <summary>By target, which of its tallies had an occurrence at the landmark that counts measures, as a set of bits; null where there is none.</summary>
    internal ulong[]?[] Had { get; }

    /// <summary>Whether the outcome of a target follows that landmark.</summary>
    internal bool Follows(int target) => _targets[target].First is { } first && _targets[target].Follows(first);

    /// <summary>The examples of all scores.</summary>
    internal PersonLandmarks Landmarks() =>
        new(_history.Number, _history.Signals[0].Time, [.. _examples.SelectMany(static target => target).Select(static examples => examples.ToArray())]);

    private static long[] Instants(in CensusHistory history)
    {
        var instants = new List<long>(history.Signals.Count);
        foreach (var signal in history.Signals)
        {
            if (instants.Count == 0 || instants[^1] != signal.Time.Ticks)
            {
                instants.Add(signal.Time.Ticks);
            }
        }

        return [.. instants];
    }

    /// <summary>All landmarks, each once, in the order of time.</summary>
    private SortedSet<long> Stops()
    {
        var stops = new SortedSet<long>();
        foreach (var target in _targets)
        {
            stops.UnionWith(target.Chosen);
            if (target.First is { } first)
            {
                stops.Add(first);
            }
        }

        return stops;
    }

    private void Walk(SortedSet<long> stops)
    {
        var next = 0;
        foreach (var stop in stops)
        {
            for (; next < _history.Signals.Count && _history.Signals[next].Time.Ticks <= stop; next++)
            {
                _history.Machine.Past.Learn(_state, _history.Signals[next]);
            }

            for (var target = 0; target < _targets.Length; target++)
            {
                Note(target, stop);
            }
        }
    }

    private void Note(int target, long stop)
    {
        var (landmarks, plan) = (_targets[target], _plan.Targets[target]);
        if (landmarks.First == stop)
        {
            var had = Had[target] = new ulong[(plan.Slots.Length + 63) / 64];
            for (var index = 0; index < plan.Slots.Length; index++)
            {
                had[index / 64] |= _state.Tallies[plan.Slots[index]].Total > 0 ? 1UL << (index % 64) : 0;
            }
        }

        if (Array.BinarySearch(landmarks.Chosen, stop) < 0)
        {
            return;
        }

        for (var index = 0; index < plan.Scores.Length; index++)
        {
            var (score, width) = plan.Scores[index];
            var relevances = new float[width];
            _history.Machine.Past.Relevances(_state, score, new Instant(stop), relevances);
            _examples[target][index].Add(new OutcomeExample(_history.Number, new Instant(stop), landmarks.Follows(stop), relevances));
        }
    }
}

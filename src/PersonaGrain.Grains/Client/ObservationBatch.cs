using System.Runtime.InteropServices;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>The signals of one call, grouped by profile; each group keeps the call's order.</summary>
/// <remarks>Allocates ~90 bytes a signal, and nothing but its arrays for a call of one signal.</remarks>
internal sealed class ObservationBatch
{
    private const int End = -1;
    private readonly IReadOnlyList<Observation> _observations;
    private readonly Group[] _groups;

    /// <summary>For each signal the place of the next one of the same profile.</summary>
    private readonly int[] _next;
    private int _filled;

    public ObservationBatch(IReadOnlyList<Observation> observations)
    {
        _observations = observations;
        Outcomes = new ObservationOutcome[observations.Count];
        _groups = new Group[observations.Count];
        _next = new int[observations.Count];
        var known = observations.Count > 1 ? new Dictionary<ProfileId, int>(observations.Count) : null;
        for (var place = 0; place < observations.Count; place++)
        {
            _next[place] = End;
            Add(place, known);
        }
    }

    /// <summary>How many profiles there are; they are numbered in the order in which the call first names them.</summary>
    public int Profiles { get; private set; }

    /// <summary>One outcome for each signal, in the call's order; filled in by <see cref="Fill"/>.</summary>
    public ObservationOutcome[] Outcomes { get; }

    /// <summary>Whether every outcome was filled in. One that was not says nothing, and above all not that its signal was accepted.</summary>
    public bool IsFilled => _filled == Outcomes.Length;

    public ProfileId ProfileOf(int group) => _observations[_groups[group].First].Profile;

    /// <summary>The signals of a profile.</summary>
    public Signal[] SignalsOf(int group)
    {
        var signals = new Signal[_groups[group].Count];
        for (int index = 0, place = _groups[group].First; place != End; index++, place = _next[place])
        {
            signals[index] = _observations[place].Signal;
        }

        return signals;
    }

    /// <summary>Notes what became of the signals of a profile, once. An answer with more or fewer outcomes than signals fills in nothing.</summary>
    public void Fill(int group, ObservationOutcome[] outcomes)
    {
        if (outcomes.Length != _groups[group].Count)
        {
            return;
        }

        _filled += outcomes.Length;
        for (int index = 0, place = _groups[group].First; place != End; index++, place = _next[place])
        {
            Outcomes[place] = outcomes[index];
        }
    }

    private void Add(int place, Dictionary<ProfileId, int>? known)
    {
        if (known is not null)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(known, _observations[place].Profile, out var isKnown);
            if (isKnown)
            {
                ref var group = ref _groups[number];
                _next[group.Last] = place;
                group.Last = place;
                group.Count++;
                return;
            }

            number = Profiles;
        }

        _groups[Profiles++] = new Group { First = place, Last = place, Count = 1 };
    }

    private struct Group
    {
        public int First;
        public int Last;
        public int Count;
    }
}

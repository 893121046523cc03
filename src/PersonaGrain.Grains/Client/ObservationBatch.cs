using System.Runtime.InteropServices;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>The signals of one call, grouped by the actor that is to take them; each group keeps the call's order.</summary>
/// <remarks>Allocates ~90 bytes a signal, and nothing but its arrays for a call of one signal.</remarks>
internal sealed class ObservationBatch
{
    private const int End = -1;
    private readonly IReadOnlyList<Observation> _observations;
    private readonly PersonRoutes _routes;
    private readonly Group[] _groups;

    /// <summary>For each signal the place of the next one of the same profile.</summary>
    private readonly int[] _next;
    private int _filled;

    public ObservationBatch(IReadOnlyList<Observation> observations, PersonRoutes routes)
    {
        (_observations, _routes) = (observations, routes);
        Outcomes = new ObservationOutcome[observations.Count];
        _groups = new Group[observations.Count];
        _next = new int[observations.Count];
        Regroup();
    }

    /// <summary>How many profiles there are; they are numbered in the order in which the call first names them.</summary>
    public int Profiles { get; private set; }

    /// <summary>One outcome for each signal, in the call's order; filled in by <see cref="Fill"/>.</summary>
    public ObservationOutcome[] Outcomes { get; }

    /// <summary>Whether every outcome was filled in. One that was not says nothing, and above all not that its signal was accepted.</summary>
    public bool IsFilled => _filled == Outcomes.Length;

    /// <summary>The profile that is to take the signals of a group: that of the identity they came by, or that which holds its person, as far as that is known.</summary>
    public ProfileId ProfileOf(int group) => _groups[group].Profile;

    /// <summary>The signals of a group, each with the identity that it came by where that is another one.</summary>
    public Signal[] SignalsOf(int group)
    {
        var (signals, profile) = (new Signal[_groups[group].Count], _groups[group].Profile);
        for (int index = 0, place = _groups[group].First; place != End; index++, place = _next[place])
        {
            var (sentBy, signal) = (_observations[place].Profile, _observations[place].Signal);
            signals[index] = signal.By(sentBy == profile ? null : sentBy);
        }

        return signals;
    }

    /// <summary>Groups those that were not filled in anew, by what is known of their people meanwhile.</summary>
    public void Regroup()
    {
        Profiles = 0;
        var known = _observations.Count > 1 ? new Dictionary<ProfileId, int>(_observations.Count) : null;
        for (var place = 0; place < _observations.Count; place++)
        {
            _next[place] = End;
            if (Outcomes[place] == default)
            {
                Add(place, _routes.Of(_observations[place].Profile), known);
            }
        }
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

    private void Add(int place, ProfileId profile, Dictionary<ProfileId, int>? known)
    {
        if (known is not null)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(known, profile, out var isKnown);
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

        _groups[Profiles++] = new Group { Profile = profile, First = place, Last = place, Count = 1 };
    }

    private struct Group
    {
        public ProfileId Profile;
        public int First;
        public int Last;
        public int Count;
    }
}

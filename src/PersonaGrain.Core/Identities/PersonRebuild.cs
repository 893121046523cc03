using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Identities;

/// <summary>Makes the state of a life that of an actor that lived otherwise so far: what watchers were told goes on, and only the difference is told.</summary>
/// <param name="machine">The logic of both.</param>
/// <param name="before">The actor's state so far.</param>
/// <param name="told">The actor's history so far.</param>
/// <param name="after">The state to come to; changed, so that versions go on.</param>
/// <param name="now">When.</param>
/// <param name="cause">Why.</param>
internal sealed class PersonRebuild(ProfileMachine machine, ProfileState before, PersonHistory told, ProfileState after, Instant now, Cause cause)
{
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<string, int> _versions = new(told.FiringVersions, StringComparer.Ordinal);

    /// <summary>What the journal has to take, in order.</summary>
    internal IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Takes everything over.</summary>
    /// <param name="firings">What fired in the life that the state is of.</param>
    /// <param name="standing">What stands of what fired, here or elsewhere: the rest is taken back.</param>
    internal void Run(IReadOnlyCollection<TriggerFiring> firings, IReadOnlyCollection<TriggerFiring> standing)
    {
        KeepFormer();
        TakeBack(standing);
        Renumber(firings);
        Compare();
    }

    /// <summary>What the catalog does not have is as it was.</summary>
    private void KeepFormer()
    {
        after.FormerSegments = before.FormerSegments is { } segments ? new(segments) : null;
        after.FormerTriggers = before.FormerTriggers is { } triggers ? new(triggers) : null;
        foreach (var (name, version) in before.FormerTriggers ?? [])
        {
            _versions[name] = Math.Max(version, _versions.GetValueOrDefault(name));
        }

        for (var index = 0; index < before.Triggers.Length; index++)
        {
            var name = machine.Catalog.Model.Triggers[index].Name;
            _versions[name] = Math.Max(before.Triggers[index].Version, _versions.GetValueOrDefault(name));
        }
    }

    private void TakeBack(IReadOnlyCollection<TriggerFiring> standing)
    {
        var stand = standing.Select(static firing => (firing.Trigger, firing.At)).ToHashSet();
        foreach (var (firing, isTold) in told.Firings.OrderBy(static firing => firing.Firing.At))
        {
            if (machine.Catalog.Model.TriggerIndex.ContainsKey(firing.Trigger) && !stand.Contains((firing.Trigger, firing.At)))
            {
                var entry = JournalEntry.Retracted(new TriggerRetraction(firing.Trigger, now, firing.Version, firing.At) { Cause = cause });
                _entries.Add(isTold ? entry : entry.Quietly());
            }
        }
    }

    /// <summary>Firings have the versions that they were told with; what nobody was told here gets the next ones.</summary>
    private void Renumber(IReadOnlyCollection<TriggerFiring> firings)
    {
        var known = told.Firings.ToDictionary(static firing => (firing.Firing.Trigger, firing.Firing.At), static firing => firing.Firing.Version);
        var numbers = new Dictionary<(string Trigger, int Version), int>();
        foreach (var firing in firings.OrderBy(static firing => firing.At))
        {
            if (!known.TryGetValue((firing.Trigger, firing.At), out var version))
            {
                version = _versions[firing.Trigger] = _versions.GetValueOrDefault(firing.Trigger) + 1;
                _entries.Add(JournalEntry.Fired(firing with { Version = version, Cause = cause }).Quietly());
                _entries.Add(JournalEntry.Observed(TriggerEvaluator.Derived(firing.Trigger, version, firing.At), now));
            }

            numbers[(firing.Trigger, firing.Version)] = version;
        }

        for (var index = 0; index < after.Triggers.Length; index++)
        {
            var name = machine.Catalog.Model.Triggers[index].Name;
            after.Triggers[index].Version = _versions.GetValueOrDefault(name);
            after.Triggers[index].Timeline?.Renumber(version => numbers.GetValueOrDefault((name, version)));
        }
    }

    private void Compare()
    {
        for (var index = 0; index < after.Segments.Length; index++)
        {
            ref readonly var was = ref before.Segments[index];
            ref var entry = ref after.Segments[index];
            var lives = entry.Version > 0;
            entry.Version = was.Version;
            if (entry.Member == was.Member && (!entry.Member || entry.Since == was.Since))
            {
                (entry.Since, entry.Score) = (was.Since, was.Score);
                continue;
            }

            // Sums subtract what they added, so the score of a membership that goes on stays that which was told.
            var restates = entry.Member == was.Member;
            entry.Version++;
            entry.Since = lives ? entry.Since : now.Ticks;
            entry.Score = entry.Member && !restates ? entry.Score : was.Score;
            var change = SegmentEvaluator.ChangeOf(machine.Catalog.Model.Segments[index].Name, entry) with { Cause = cause, Restates = restates };
            _entries.Add(JournalEntry.Changed(change));
        }
    }
}

using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>Makes the state of a life that of an actor that lived otherwise so far: what watchers were told goes on, and only the difference is told.</summary>
/// <param name="catalog">Under what both are.</param>
/// <param name="actor">The actor; what happens is added to its entries.</param>
/// <param name="after">The state to come to; changed, so that versions go on.</param>
/// <param name="cause">Why.</param>
internal sealed class PersonRebuild(CatalogInForce catalog, LoadedPerson actor, ProfileState after, Cause cause)
{
    private readonly ProfileState _before = actor.State;
    private readonly Dictionary<string, int> _versions = new(actor.History.FiringVersions, StringComparer.Ordinal);

    /// <summary>Takes everything over.</summary>
    /// <param name="firings">What fired in the life that the state is of.</param>
    /// <param name="standing">What stands of what fired, here or elsewhere: the rest is taken back.</param>
    /// <param name="members">Who had the signals so far, for memberships of before the catalog.</param>
    internal void Run(IReadOnlyCollection<TriggerFiring> firings, IReadOnlyCollection<TriggerFiring> standing, params ReadOnlySpan<ProfileState> members)
    {
        KeepFormer();
        TakeBack(standing);
        Renumber(firings);
        KeepSince(members);
        Compare();
    }

    /// <summary>What the catalog does not have is as it was.</summary>
    private void KeepFormer()
    {
        after.FormerSegments = _before.FormerSegments is { } segments ? new(segments) : null;
        foreach (var (name, version) in _before.FormerTriggers ?? [])
        {
            _versions[name] = Math.Max(version, _versions.GetValueOrDefault(name));
        }

        for (var index = 0; index < _before.Triggers.Length; index++)
        {
            var name = catalog.Catalog.Model.Triggers[index].Name;
            _versions[name] = Math.Max(_before.Triggers[index].Version, _versions.GetValueOrDefault(name));
        }
    }

    private void TakeBack(IReadOnlyCollection<TriggerFiring> standing)
    {
        var stand = standing.Select(static firing => (firing.Trigger, firing.At)).ToHashSet();
        foreach (var (firing, isTold) in actor.History.Firings.OrderBy(static firing => firing.Firing.At))
        {
            if (catalog.Catalog.Model.TriggerIndex.ContainsKey(firing.Trigger) && !stand.Contains((firing.Trigger, firing.At)))
            {
                var entry = JournalEntry.Retracted(new TriggerRetraction(firing.Trigger, actor.Now, firing.Version, firing.At) { Cause = cause });
                actor.Add(isTold ? entry : entry.Quietly());
            }
        }
    }

    /// <summary>Firings have the versions that they were told with; what nobody was told here gets the next ones.</summary>
    private void Renumber(IReadOnlyCollection<TriggerFiring> firings)
    {
        var known = new Dictionary<(string Trigger, Time.Instant At), StandingFiring>();
        foreach (var firing in actor.History.Firings.OrderBy(static firing => firing.Firing.Version))
        {
            known[(firing.Firing.Trigger, firing.Firing.At)] = firing;
        }

        var numbers = new Dictionary<(string Trigger, int Version), (int Version, bool IsQuiet)>();
        foreach (var firing in firings.OrderBy(static firing => firing.At))
        {
            numbers[(firing.Trigger, firing.Version)] = known.TryGetValue((firing.Trigger, firing.At), out var told)
                ? (told.Firing.Version, !told.IsTold)
                : (Give(firing), true);
        }

        for (var index = 0; index < after.Triggers.Length; index++)
        {
            var name = catalog.Catalog.Model.Triggers[index].Name;
            after.Triggers[index].Version = _versions.GetValueOrDefault(name);
            after.Triggers[index].Timeline?.Renumber(version => numbers.GetValueOrDefault((name, version)));
        }

        var former = _versions.Where(one => one.Value > 0 && !catalog.Catalog.Model.TriggerIndex.ContainsKey(one.Key)).ToDictionary(StringComparer.Ordinal);
        after.FormerTriggers = former.Count == 0 ? null : former;
    }

    /// <summary>Gives the actor a firing that nobody is told.</summary>
    private int Give(in TriggerFiring firing)
    {
        var version = _versions[firing.Trigger] = _versions.GetValueOrDefault(firing.Trigger) + 1;
        actor.Add(JournalEntry.Fired(firing with { Version = version, Cause = cause }).Quietly());
        actor.Add(JournalEntry.Observed(TriggerEvaluator.Derived(firing.Trigger, version, firing.At), actor.Now));
        return version;
    }

    /// <summary>Whoever is a member since the catalog came, and was one before by what either of them was told, is one since then.</summary>
    private void KeepSince(ReadOnlySpan<ProfileState> members)
    {
        for (var index = 0; index < after.Segments.Length; index++)
        {
            ref var entry = ref after.Segments[index];
            foreach (var member in members)
            {
                ref readonly var told = ref member.Segments[index];
                if (entry.Member && entry.Since <= catalog.Applied.Ticks && told.Member && told.Since < entry.Since)
                {
                    entry.Since = told.Since;
                }
            }
        }
    }

    private void Compare()
    {
        for (var index = 0; index < after.Segments.Length; index++)
        {
            ref readonly var was = ref _before.Segments[index];
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
            entry.Since = lives ? entry.Since : actor.Now.Ticks;
            entry.Score = entry.Member && !restates ? entry.Score : was.Score;
            var change = SegmentEvaluator.ChangeOf(catalog.Catalog.Model.Segments[index].Name, entry) with { Cause = cause, Restates = restates };
            actor.Add(JournalEntry.Changed(change));
        }
    }
}

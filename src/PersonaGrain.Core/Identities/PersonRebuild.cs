using PersonaGrain.Accounts;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Identities;

/// <summary>Makes the state of a life that of an actor that lived otherwise so far: what watchers were told goes on, and only the difference is told.</summary>
/// <param name="machine">Under what both are.</param>
/// <param name="applied">When that came.</param>
/// <param name="told">What the actor lived, and what of it was told.</param>
/// <param name="after">The state to come to; changed, so that versions go on.</param>
/// <param name="cause">Why.</param>
/// <param name="target">Where what happens is added.</param>
internal sealed class PersonRebuild(ProfileMachine machine, Instant applied, ToldLife told, ProfileState after, Cause cause, List<JournalEntry> target)
{
    private readonly CatalogModel _model = machine.Catalog.Model;
    private readonly ProfileState _before = told.State;
    private readonly Dictionary<string, int> _versions = new(told.History.FiringVersions, StringComparer.Ordinal);

    /// <summary>Takes everything over.</summary>
    /// <param name="firings">What fired in the life that the state is of.</param>
    /// <param name="standing">What stands of what fired, here or elsewhere: the rest is taken back.</param>
    /// <param name="members">Who had the signals so far, for memberships of before the catalog.</param>
    internal void Run(IReadOnlyCollection<TriggerFiring> firings, IReadOnlyCollection<TriggerFiring> standing, params ReadOnlySpan<ProfileState> members)
    {
        Refire(firings, standing);
        KeepSince(members);
        Compare();
    }

    /// <summary>Takes over what fired, and leaves the memberships to the caller.</summary>
    internal void Refire(IReadOnlyCollection<TriggerFiring> firings, IReadOnlyCollection<TriggerFiring> standing)
    {
        KeepFormer();
        TakeBack(standing);
        Renumber(firings);
    }

    /// <summary>What the catalog does not have is as it was.</summary>
    private void KeepFormer()
    {
        after.FormerSegments = _before.FormerSegments is { } segments ? new(segments) : null;
        if (_before.Belongings is { } belongings)
        {
            (after.Belongings ??= new Belongings()).KeepLeft(belongings);
        }

        after.Belongings?.TakeTold(_before.Belongings);

        foreach (var (name, version) in _before.FormerTriggers ?? [])
        {
            _versions[name] = Math.Max(version, _versions.GetValueOrDefault(name));
        }

        for (var index = 0; index < _before.Triggers.Length; index++)
        {
            var name = _model.Triggers[index].Name;
            _versions[name] = Math.Max(_before.Triggers[index].Version, _versions.GetValueOrDefault(name));
        }
    }

    private void TakeBack(IReadOnlyCollection<TriggerFiring> standing)
    {
        var stand = standing.Select(static firing => (firing.Trigger, firing.At)).ToHashSet();
        foreach (var (firing, isTold) in told.History.Firings.OrderBy(static firing => firing.Firing.At))
        {
            if (_model.TriggerIndex.ContainsKey(firing.Trigger) && !stand.Contains((firing.Trigger, firing.At)))
            {
                var entry = JournalEntry.Retracted(new TriggerRetraction(firing.Trigger, told.Now, firing.Version, firing.At) { Cause = cause });
                target.Add(isTold ? entry : entry.Quietly());
            }
        }
    }

    /// <summary>Firings have the versions that they were told with; what nobody was told here gets the next ones.</summary>
    private void Renumber(IReadOnlyCollection<TriggerFiring> firings)
    {
        var known = new Dictionary<(string Trigger, Instant At), StandingFiring>();
        foreach (var firing in told.History.Firings.OrderBy(static firing => firing.Firing.Version))
        {
            known[(firing.Firing.Trigger, firing.Firing.At)] = firing;
        }

        var numbers = new Dictionary<(string Trigger, int Version), (int Version, bool IsQuiet)>();
        foreach (var firing in firings.OrderBy(static firing => firing.At))
        {
            numbers[(firing.Trigger, firing.Version)] = known.TryGetValue((firing.Trigger, firing.At), out var stood)
                ? (stood.Firing.Version, !stood.IsTold)
                : (Give(firing), true);
        }

        for (var index = 0; index < after.Triggers.Length; index++)
        {
            var name = _model.Triggers[index].Name;
            after.Triggers[index].Version = _versions.GetValueOrDefault(name);
            after.Triggers[index].Timeline?.Renumber(version => numbers.GetValueOrDefault((name, version)));
        }

        var former = _versions.Where(one => one.Value > 0 && !_model.TriggerIndex.ContainsKey(one.Key)).ToDictionary(StringComparer.Ordinal);
        after.FormerTriggers = former.Count == 0 ? null : former;
    }

    /// <summary>Gives the actor a firing that nobody is told.</summary>
    private int Give(in TriggerFiring firing)
    {
        var version = _versions[firing.Trigger] = _versions.GetValueOrDefault(firing.Trigger) + 1;
        target.Add(JournalEntry.Fired(firing with { Version = version, Cause = cause }).Quietly());
        target.Add(JournalEntry.Observed(TriggerEvaluator.Derived(firing.Trigger, version, firing.At), told.Now));
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
                ref readonly var known = ref member.Segments[index];
                if (entry.Member && entry.Since <= applied.Ticks && known.Member && known.Since < entry.Since)
                {
                    entry.Since = known.Since;
                }
            }
        }
    }

    /// <summary>Since when an account was what it is, a person's signals do not say.</summary>
    private bool IsOfAccounts(int segment) => (_model.TouchedByAccounts[segment / 64] & (1UL << (segment % 64))) != 0;

    private void Compare()
    {
        for (var index = 0; index < after.Segments.Length; index++)
        {
            ref readonly var was = ref _before.Segments[index];
            ref var entry = ref after.Segments[index];
            var lives = entry.Version > 0;
            entry.Version = was.Version;
            if (entry.Member == was.Member && (!entry.Member || entry.Since == was.Since || IsOfAccounts(index)))
            {
                (entry.Since, entry.Score) = (was.Since, was.Score);
                continue;
            }

            // Sums subtract what they added, so the score of a membership that goes on stays that which was told.
            var restates = entry.Member == was.Member;
            entry.Version++;
            entry.Since = lives ? entry.Since : told.Now.Ticks;
            entry.Score = entry.Member && !restates ? entry.Score : was.Score;
            var change = SegmentEvaluator.ChangeOf(_model.Segments[index].Name, entry) with { Cause = cause, Restates = restates };
            target.Add(JournalEntry.Changed(change));
        }
    }
}

/// <summary>What an actor lived so far, and what of it was told.</summary>
/// <param name="State">Its state.</param>
/// <param name="History">Its history.</param>
/// <param name="Now">The instant that it is about.</param>
internal sealed record ToldLife(ProfileState State, PersonHistory History, Instant Now);

using System.Collections.Concurrent;
using PersonaGrain.Accounts;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Times;

/// <summary>
/// What the people of accounts will hear of them up to an instant if nothing arrives; for one question, so that each account lives on once however many people of it are asked.
/// </summary>
/// <remarks>An account hears nothing of what its members become meanwhile: where accounts are asked for that, it is not in it.</remarks>
internal sealed class AccountsAhead(IProfileTimeSource source, Instant until)
{
    /// <summary>Accounts that are remembered; others live on once more for each who asks.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<ProfileId, IReadOnlyList<HeardFacts>> _known = new();

    /// <summary>What somebody will hear of the accounts that it belongs to, in the order in which it happens.</summary>
    internal async ValueTask<IReadOnlyList<HeardFacts>> HeardByAsync(ProfileReading person, CancellationToken cancellation)
    {
        if (!person.Catalog.AsksAccounts || person.Catalog.IsOfAccounts || person.State.Belongings is not { } belongings)
        {
            return [];
        }

        var heard = new List<HeardFacts>();
        foreach (var belonging in belongings.All.Where(static belonging => !belonging.IsLeft))
        {
            heard.AddRange(await OfAsync(belonging.Account, cancellation));
        }

        return [.. heard.OrderBy(static one => one.At)];
    }

    private async ValueTask<IReadOnlyList<HeardFacts>> OfAsync(ProfileId account, CancellationToken cancellation)
    {
        if (_known.TryGetValue(account, out var known))
        {
            return known;
        }

        cancellation.ThrowIfCancellationRequested();

        // Of one that can not be read nothing is heard: whoever belongs to it keeps what it knows.
        var facts = await source.PassingOverAsync<IReadOnlyList<HeardFacts>>(
            account, async () => await source.CopyAsync(account, cancellation) is { } now ? Live(now) : [], cancellation) ?? [];
        return _known.Count < MostKept ? _known.GetOrAdd(account, facts) : facts;
    }

    /// <summary>Whoever lags behind hears what it is now first; then each change at its instant.</summary>
    private List<HeardFacts> Live(ProfileReading now)
    {
        var facts = AccountFacts.Of(now.Id, now.Sequence ?? 0, now.Catalog, now.State, source.InForce.Catalog);
        var heard = new List<HeardFacts> { new(now.AsOf, facts) };
        if (until <= now.AsOf)
        {
            return heard;
        }

        var segments = facts.Segments.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in now.LiveOn(until, []).Foreseen.Where(static entry => entry.Kind == JournalEntryKind.Change))
        {
            _ = entry.Change.Entered ? segments.Add(entry.Subject) : segments.Remove(entry.Subject);
            heard.Add(new HeardFacts(entry.At, facts with { Segments = [.. segments.Order(StringComparer.Ordinal)] }));
        }

        return heard;
    }
}

/// <summary>What a person will be told of an account.</summary>
/// <param name="At">When.</param>
/// <param name="Facts">What the account is from then on.</param>
internal readonly record struct HeardFacts(Instant At, AccountFacts Facts);

using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>When two profiles are the same: everything that they answer, save how often and when they came to it.</summary>
internal static class Likeness
{
    private const double Nearly = 1e-9;
    private static readonly ProfileId Id = ProfileId.Parse("somebody");

    /// <summary>Everything at the instant that both are at: answers, tallies, firings that stand.</summary>
    internal static void ShouldBeLike(this Player player, Player other)
    {
        player.View().ShouldAgree(other.View());
        for (var slot = 0; slot < player.State.Tallies.Length; slot++)
        {
            var kept = player.Machine.Catalog.Model.Slots[slot].CountKept;
            ShouldBeLike(player.State.Tallies[slot], other.State.Tallies[slot], kept);
        }

        Standing(player).ShouldBe(Standing(other), ignoreOrder: true);
    }

    /// <summary>What the oracle says at the instant that the player is at.</summary>
    internal static void ShouldBeAs(this Player player, Oracle oracle)
    {
        oracle.At(player.Now);
        var view = player.View();
        var segments = player.Machine.Catalog.Document.Segments.Keys;
        view.Memberships.Select(membership => membership.Segment).ShouldBe(segments.Where(oracle.IsMember), ignoreOrder: true);
        foreach (var (score, value) in view.Scores)
        {
            value.ShouldBe(oracle.Score(score), Nearly);
        }

        foreach (var trait in player.Machine.Catalog.Document.ComputedTraits.Keys)
        {
            view.Traits.GetValueOrDefault(trait).ShouldBe(oracle.Computed(trait), trait);
        }

        view.Signals.ShouldBe(oracle.Count);
        Standing(player).ShouldBe(oracle.Firings, ignoreOrder: true);
    }

    /// <summary>The firings that were not taken back.</summary>
    internal static (string Trigger, Instant Armed, Instant At)[] Standing(Player player)
    {
        var retracted = player.Retractions.Select(retraction => retraction.SignalId).ToHashSet();
        return [.. player.Firings.Where(firing => !retracted.Contains(firing.SignalId)).Select(firing => (firing.Trigger, firing.Armed, firing.At))];
    }

    internal static void ShouldAgree(this ProfileView left, ProfileView right, bool comparesVersions = false)
    {
        right.Memberships.Select(membership => membership.Segment).ShouldBe(left.Memberships.Select(membership => membership.Segment));
        if (comparesVersions)
        {
            right.Memberships.ShouldBe(left.Memberships);
        }

        foreach (var (score, value) in left.Scores)
        {
            right.Scores[score].ShouldBe(value, Nearly);
        }

        right.Traits.OrderBy(trait => trait.Key).ShouldBe(left.Traits.OrderBy(trait => trait.Key));
        (right.Signals, right.FirstSeen, right.LastSeen, right.Segment).ShouldBe((left.Signals, left.FirstSeen, left.LastSeen, left.Segment));
        ((right.NextFlip ?? Instant.Never) - (left.NextFlip ?? Instant.Never)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    /// <summary>Both live on in the same way while nothing arrives: the same entries at the same instants.</summary>
    internal static void ShouldGoOnLike(this ProfileState left, ProfileState right, ProfileMachine machine, Instant now)
    {
        var (ofLeft, ofRight) = (new Turns.TurnEffects(), new Turns.TurnEffects());
        for (var later = 0; later < 500; later += 17)
        {
            var at = now + TimeSpan.FromSeconds(later);
            machine.Advance(left, at, ofLeft);
            machine.Advance(right, at, ofRight);
            Texts(ofRight.Entries).ShouldBe(Texts(ofLeft.Entries));
            machine.View(Id, left, at).ShouldAgree(machine.View(Id, right, at), comparesVersions: true);
        }
    }

    internal static string[] Texts(IEnumerable<JournalEntry> entries) => [.. entries.Select(entry => $"{entry}, {entry.Cause}")];

    private static void ShouldBeLike(in MeasureTally left, in MeasureTally right, int kept)
    {
        (left.Total, left.First, left.Last, left.Sum).ShouldBe((right.Total, right.First, right.Last, right.Sum));
        left.Frequency.ShouldBe(right.Frequency, Nearly);
        for (var rank = 0; rank < Math.Min(left.Total, kept); rank++)
        {
            left.Newest.Newest(rank).ShouldBe(right.Newest.Newest(rank));
        }
    }
}

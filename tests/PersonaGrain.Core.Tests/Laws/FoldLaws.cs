using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

public sealed class FoldLaws
{
    private static readonly ProfileMachine Machine = A.Machine(LawCatalog.Document);
    private static readonly ProfileId Id = ProfileId.Parse("somebody");

    [Fact]
    public void Observe_out_of_order_equals_in_order() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var now = A.Start + TimeSpan.FromSeconds(310);
        foreach (var order in new[] { arrivals.Reverse(), arrivals.OrderBy(arrival => MessageFingerprint.Of(arrival.Signal.Id)) })
        {
            var inOrder = ObserveAll(arrivals.OrderBy(arrival => arrival.Signal.Time), now);
            var outOfOrder = ObserveAll(order, now);
            for (var later = 0; later < 400; later += 13)
            {
                ShouldAgree(View(inOrder, now + TimeSpan.FromSeconds(later)), View(outOfOrder, now + TimeSpan.FromSeconds(later)));
            }

            foreach (var (left, right) in inOrder.Tallies.Zip(outOfOrder.Tallies))
            {
                (left.Total, left.First, left.Last, left.Sum).ShouldBe((right.Total, right.First, right.Last, right.Sum));
                left.Frequency.ShouldBe(right.Frequency, 1e-9);
            }
        }
    });

    [Fact]
    public void Fold_of_the_journal_equals_the_live_profile() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var cut = arrivals[0].Value % arrivals.Length;
        var live = Machine.Create(A.Start);
        var (recovered, effects) = (Machine.Create(default), new ProfileEffects());
        for (var index = 0; index < arrivals.Length; index++)
        {
            if (index == cut && cut % 2 == 0)
            {
                recovered = RoundTrip(live);
            }

            var now = arrivals[index].ReceivedAt;
            effects.Clear();
            Machine.Observe(live, arrivals[index].Signal, now, effects).ShouldBe(ObservationVerdict.Accepted);
            Repeat(recovered, arrivals[index].Signal, effects, now);
        }

        ShouldGoOnAlike(live, recovered, arrivals[^1].ReceivedAt);
    });

    [Fact]
    public void ReadSnapshot_goes_on_as_the_live_profile_does() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var cut = arrivals[^1].Value % arrivals.Length;
        var live = Machine.Create(A.Start);
        var copy = live;
        var (ofLive, ofCopy) = (new ProfileEffects(), new ProfileEffects());
        for (var index = 0; index < arrivals.Length; index++)
        {
            copy = index == cut ? RoundTrip(live) : copy;
            Machine.Observe(live, arrivals[index].Signal, arrivals[index].ReceivedAt, ofLive);
            if (index >= cut)
            {
                Machine.Observe(copy, arrivals[index].Signal, arrivals[index].ReceivedAt, ofCopy);
            }
            else
            {
                ofLive.Clear();
            }
        }

        Texts(ofCopy).ShouldBe(Texts(ofLive));
        ShouldGoOnAlike(live, copy, arrivals[^1].ReceivedAt);
        Bytes(RoundTrip(live)).ShouldBe(Bytes(live));
    });

    [Fact]
    public void Observe_duplicates_change_nothing() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var state = Machine.Create(A.Start);
        var effects = new ProfileEffects();
        foreach (var arrival in arrivals)
        {
            Machine.Observe(state, arrival.Signal, arrival.ReceivedAt, effects);
            var before = Bytes(state);
            effects.Clear();
            foreach (var earlier in arrivals.Where(earlier => earlier.Number <= arrival.Number))
            {
                Machine.Observe(state, earlier.Signal, arrival.ReceivedAt, effects).ShouldBe(ObservationVerdict.Duplicate);
            }

            effects.All.ShouldBeEmpty();
            Bytes(state).ShouldBe(before);
        }
    });

    [Fact]
    public void Rebuild_of_a_new_catalog_equals_a_profile_that_always_had_it() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var plain = A.Machine(A.Catalog(("keen", A.Count("view", A.AtLeast(1), TimeSpan.FromSeconds(5)))));
        var now = A.Start + TimeSpan.FromSeconds(310);
        var effects = new ProfileEffects();
        var state = plain.Create(A.Start);
        foreach (var arrival in arrivals)
        {
            plain.Observe(state, arrival.Signal, now, effects);
        }

        // Without triggers, since a trigger that is new does not fire for what is long past.
        var wide = A.Machine(LawCatalog.Document with
        {
            Version = 2,
            Triggers = new Dictionary<string, Catalogs.TriggerDocument>(),
            Segments = LawCatalog.Document.Segments.Where(segment => segment.Key is not ("abandoned" or "cold")).ToDictionary(),
            Scores = LawCatalog.Document.Scores.Where(score => score.Key == "interest").ToDictionary(),
        });
        var (moved, needsRebuild) = wide.Rebase(state, plain);
        needsRebuild.ShouldBeTrue();
        wide.Rebuild(moved, arrivals.Select(arrival => arrival.Signal));
        wide.Reevaluate(moved, now, effects);
        var always = wide.Create(A.Start);
        foreach (var arrival in arrivals)
        {
            wide.Observe(always, arrival.Signal, now, effects);
        }

        for (var later = 0; later < 400; later += 29)
        {
            var at = now + TimeSpan.FromSeconds(later);
            wide.Advance(moved, at, effects);
            wide.Advance(always, at, effects);
            ShouldAgree(wide.View(Id, always, at), wide.View(Id, moved, at));
        }
    }, runs: 100);

    private static ProfileState ObserveAll(IEnumerable<Arrival> arrivals, Instant now)
    {
        var state = Machine.Create(A.Start);
        var effects = new ProfileEffects();
        foreach (var arrival in arrivals)
        {
            Machine.Observe(state, arrival.Signal, now, effects);
        }

        return state;
    }

    private static void Repeat(ProfileState state, Signal signal, ProfileEffects effects, Instant now)
    {
        Machine.Fold(state, signal, now);
        foreach (var effect in effects.All)
        {
            if (effect.Change is { } change)
            {
                Machine.Fold(state, change);
                Machine.Fold(state, change);
            }
            else if (effect.Firing is { } firing)
            {
                Machine.Fold(state, firing);
                Machine.Fold(state, firing);
            }
            else
            {
                Machine.Fold(state, effect.Derived!, now);
            }
        }

        Machine.Fold(state, signal, now);
    }

    private static void ShouldGoOnAlike(ProfileState left, ProfileState right, Instant now)
    {
        var (ofLeft, ofRight) = (new ProfileEffects(), new ProfileEffects());
        for (var later = 0; later < 500; later += 17)
        {
            var at = now + TimeSpan.FromSeconds(later);
            Machine.Advance(left, at, ofLeft);
            Machine.Advance(right, at, ofRight);
            Texts(ofRight).ShouldBe(Texts(ofLeft));
            ShouldAgree(Machine.View(Id, left, at), Machine.View(Id, right, at), compareVersions: true);
        }
    }

    private static ProfileView View(ProfileState state, Instant now)
    {
        Machine.Advance(state, now, new ProfileEffects());
        return Machine.View(Id, state, now);
    }

    private static void ShouldAgree(ProfileView left, ProfileView right, bool compareVersions = false)
    {
        right.Memberships.Select(membership => membership.Segment).ShouldBe(left.Memberships.Select(membership => membership.Segment));
        if (compareVersions)
        {
            right.Memberships.ShouldBe(left.Memberships);
        }

        foreach (var (score, value) in left.Scores)
        {
            right.Scores[score].ShouldBe(value, 1e-9);
        }

        right.Traits.OrderBy(trait => trait.Key).ShouldBe(left.Traits.OrderBy(trait => trait.Key));
        (right.Signals, right.FirstSeen, right.LastSeen, right.Segment).ShouldBe((left.Signals, left.FirstSeen, left.LastSeen, left.Segment));
        ((right.NextFlip ?? Instant.Never) - (left.NextFlip ?? Instant.Never)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private static string[] Texts(ProfileEffects effects) =>
        [.. effects.All.Select(effect => $"{effect.Change} {effect.Firing} {effect.Derived?.Id}")];

    private static ProfileState RoundTrip(ProfileState state) => Machine.ReadSnapshot(Bytes(state)).State;

    private static byte[] Bytes(ProfileState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Machine.WriteSnapshot(state, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}

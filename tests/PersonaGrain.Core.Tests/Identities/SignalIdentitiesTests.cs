using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Identities;

public sealed class SignalIdentitiesTests
{
    [Fact]
    public void Of_gives_the_keys_in_their_form_by_priority_without_the_primary_and_repeats()
    {
        var observation = Named("ann", new("anonymous", "7f3"), new("email", "Ann@example.org"), new("user", "ann"), new("email", " ann@EXAMPLE.org"), new("device", "d1"));

        var further = SignalIdentities.Of(observation, Kinds.Shop);

        Keys(further).ShouldBe(["email:ann@example.org", "anonymous:7f3", "device:d1"]);
        further.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Of_leaves_the_primary_out_also_where_it_was_written_otherwise() =>
        SignalIdentities.Of(Named("email:Ann@Example.org", new Identity("email", "ann@example.org")), Kinds.Shop).Keys.ShouldBeEmpty();

    [Theory]
    [InlineData("email", "nobody", "invalid_email", "identities.email")]
    [InlineData("email", "test@example.com", "blocked_id", "identities.email")]
    [InlineData("emial", "x@example.com", "unknown_identity_kind", "identities")]
    [InlineData("code", " ", "missing_identity", "identities.code")]
    [InlineData("anonymous", "a\u0007", "invalid_text", "identities.anonymous")]
    public void Of_leaves_out_what_can_not_be_taken_with_a_note(string kind, string value, string reason, string field)
    {
        var further = SignalIdentities.Of(Named("ann", new(kind, value), new("device", "d1")), Kinds.Shop);

        Keys(further).ShouldBe(["device:d1"]);
        var note = further.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field).ShouldBe((reason, field));
        note.Message.ShouldNotContain(value.Trim() is { Length: > 0 } shown ? shown : "\0");
    }

    [Fact]
    public void Of_names_the_nearest_kind() =>
        SignalIdentities.Of(Named("ann", new Identity("emial", "a@b.c")), Kinds.Shop).Notes.ShouldHaveSingleItem().Message.ShouldContain("did you mean \"email\"?");

    [Fact]
    public void Of_adds_the_values_of_declared_traits()
    {
        var observation = Named("ann") with { Signal = Some.Signal(traits: [Some.Trait("email", "Ann@example.org"), Some.Trait("tel", 5550100199.0), Some.Trait("name", "Ann")]) };

        var further = SignalIdentities.Of(observation, Kinds.Shop);

        Keys(further).ShouldBe(["email:ann@example.org"]);
        further.Notes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            note => note.Reason.ShouldBe("invalid_phone"),
            note => note.Field.ShouldBe("traits.tel"));
    }

    [Fact]
    public void Of_takes_no_trait_that_is_removed_empty_or_of_another_format()
    {
        var observation = Named("ann") with
        {
            Signal = Some.Signal(traits: [new TraitChange("email", TraitOperation.Remove, default), Some.Trait("tel", " "), Some.Trait("email", "nobody")]),
        };

        var further = SignalIdentities.Of(observation, Kinds.Shop);

        (further.Keys.Count, further.Notes.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Of_takes_sixteen_those_of_highest_priority()
    {
        Identity[] many = [.. Enumerable.Range(0, 20).Select(index => new Identity("device", $"d{index}")), new("email", "ann@example.org")];

        var further = SignalIdentities.Of(Named("ann", many), Kinds.Shop);

        Keys(further).ShouldBe(["email:ann@example.org", .. Enumerable.Range(0, 15).Select(index => $"device:d{index}")]);
        further.Notes.ShouldHaveSingleItem().Reason.ShouldBe("too_many_identities");
    }

    [Fact]
    public void Of_a_hostile_list_has_few_notes_and_no_value_in_them()
    {
        var further = SignalIdentities.Of(Named("ann", [.. Enumerable.Range(0, 1_000).Select(index => new Identity(new string('k', 10_000), $"v{index}"))]), Kinds.Shop);

        further.Keys.ShouldBeEmpty();
        further.Notes.Count.ShouldBe(16);
        further.Notes.ShouldAllBe(note => note.Message.Length < 400);
    }

    [Fact]
    public void Of_an_observation_without_others_allocates_nothing()
    {
        var observation = Named("ann") with { Signal = Some.Signal(traits: [Some.Trait("email", "ann@example.org")]) };
        Measure(observation);

        Measure(observation).ShouldBe(0);
    }

    [Fact]
    public void Primary_is_the_usable_one_of_highest_priority()
    {
        var primary = SignalIdentities.Primary(
            [new("anonymous", " 7f3 "), new("email", "Ann@Example.org"), new("user", "undefined")], Kinds.Shop.Identities, BlockedIds.Default);

        primary.Profile.Value.ShouldBe("email:ann@example.org");
        primary.Others.ShouldBe([new Identity("anonymous", "7f3")]);
        var note = primary.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field).ShouldBe(("blocked_id", "identities.user"));
    }

    [Fact]
    public void Primary_of_one_priority_is_the_user() =>
        SignalIdentities.Primary([new("crm", "7"), new("user", "ann")], Kinds.Shop.Identities, BlockedIds.Default).Profile.Value.ShouldBe("ann");

    [Fact]
    public void Primary_of_one_alone_has_no_others() =>
        SignalIdentities.Primary([new("anonymous", "7f3")], IdentityKinds.Standard, BlockedIds.Default)
            .ShouldSatisfyAllConditions(found => found.Profile.Value.ShouldBe("anonymous:7f3"), found => found.Others.ShouldBeNull());

    [Fact]
    public void Primary_of_nothing_usable_is_none()
    {
        var primary = SignalIdentities.Primary([new("user", "null"), default], IdentityKinds.Standard, BlockedIds.Default);

        primary.IsFound.ShouldBeFalse();
        primary.Notes.Select(static note => note.Reason).ShouldBe(["blocked_id", "unknown_identity_kind"]);
    }

    private static Observation Named(string profile, params Identity[] others) => Some.Observation(profile) with { Others = others.Length == 0 ? null : others };

    private static string[] Keys(FurtherIdentities further) => [.. further.Keys.Select(static key => key.Value)];

    private static long Measure(in Observation observation)
    {
        var (before, found) = (GC.GetAllocatedBytesForCurrentThread(), 0);
        for (var round = 0; round < 1_000; round++)
        {
            found += SignalIdentities.Of(observation, Kinds.Plain).Keys.Count;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before + found;
    }
}

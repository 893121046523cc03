using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

public sealed class IdentityTests
{
    private static readonly IdentityKinds Known = Kinds.Shop.Identities;

    [Theory]
    [InlineData("ann", "user", "ann", "ann")]
    [InlineData("user:ann", "user", "ann", "ann")]
    [InlineData("anonymous:7f3", "anonymous", "7f3", "anonymous:7f3")]
    [InlineData("email:ann@example.org", "email", "ann@example.org", "email:ann@example.org")]
    [InlineData("user:email:7", "user", "email:7", "user:email:7")]
    [InlineData("user:user:ann", "user", "user:ann", "user:user:ann")]
    [InlineData("shop:7", "user", "shop:7", "shop:7")]
    [InlineData("Email:7", "user", "Email:7", "Email:7")]
    [InlineData(":7", "user", ":7", ":7")]
    [InlineData("anonymous:a:b", "anonymous", "a:b", "anonymous:a:b")]
    public void TryParse_reads_kind_and_value(string text, string kind, string value, string key)
    {
        Identity.TryParse(text, Known, out var identity, out _).ShouldBeTrue();

        identity.ShouldBe(new Identity(kind, value));
        identity.Key(Known).Value.ShouldBe(key);
        Identity.Of(identity.Key(Known), Known).ShouldBe(identity);
    }

    [Fact]
    public void TryParse_without_the_kind_in_the_catalog_is_a_user()
    {
        Identity.TryParse("email:ann@example.org", IdentityKinds.Standard, out var identity, out _).ShouldBeTrue();

        identity.ShouldBe(new Identity("user", "email:ann@example.org"));
        identity.Key(IdentityKinds.Standard).Value.ShouldBe("email:ann@example.org");
    }

    [Theory]
    [InlineData(null, "missing_identity")]
    [InlineData("", "missing_identity")]
    [InlineData("  ", "missing_identity")]
    [InlineData("email:", "missing_identity")]
    [InlineData("anonymous: ", "missing_identity")]
    [InlineData("a\u0007", "invalid_text")]
    [InlineData("a\0", "invalid_text")]
    public void TryParse_faults_are_named(string? text, string reason)
    {
        Identity.TryParse(text, Known, out var identity, out var fault).ShouldBeFalse();

        (fault.Reason, fault.Field).ShouldBe((reason, "identity"));
        identity.ShouldBe(default);
    }

    [Fact]
    public void TryParse_of_half_a_surrogate_pair_is_a_fault()
    {
        Identity.TryParse("anonymous:a\uD800", Known, out _, out var fault).ShouldBeFalse();
        fault!.Reason.ShouldBe("invalid_text");
    }

    [Fact]
    public void TryParse_takes_256_characters_in_all()
    {
        Identity.TryParse("email:" + new string('x', 250), Known, out _, out _).ShouldBeTrue();
        Identity.TryParse("email:" + new string('x', 251), Known, out _, out var fault).ShouldBeFalse();
        fault!.Reason.ShouldBe("identity_too_long");
        fault.Message.ShouldNotContain("xxx");
    }

    [Fact]
    public void Of_a_key_of_before_there_were_kinds_is_its_user()
    {
        // A user of this id was taken before the catalog knew the kind.
        Identity.Of(ProfileId.Parse("email:"), Known).ShouldBe(new Identity("user", "email:"));
        Identity.Of(ProfileId.Parse("ann"), Known).ShouldBe(new Identity("user", "ann"));
    }

    [Fact]
    public void Key_of_what_is_no_identity_throws() => Should.Throw<ArgumentException>(() => new Identity("email", new string('x', 300)).Key(Known));
}

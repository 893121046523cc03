using System.Security.Cryptography;
using System.Text;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Identities;

public sealed class IdentityKindTests
{
    [Theory]
    [InlineData("user", " ann ", "ann")]
    [InlineData("anonymous", "7F3\t", "7F3")]
    [InlineData("device", " A b ", " A b ")]
    [InlineData("code", " Ab12 ", "ab12")]
    [InlineData("email", " Ann.B+news@Example.ORG ", "ann.b+news@example.org")]
    [InlineData("phone", "+1 (555) 010-0199", "+15550100199")]
    [InlineData("phone", "+49.30.1234567", "+49301234567")]
    public void TryNormalize_brings_a_value_into_its_form(string kind, string sent, string form)
    {
        var rules = Kinds.Shop.Identities.Find(kind).ShouldNotBeNull();

        rules.TryNormalize(sent, out var value, out _).ShouldBeTrue();

        value.ShouldBe(form);
    }

    [Theory]
    [InlineData("email", "ann", "invalid_email")]
    [InlineData("email", "@example.org", "invalid_email")]
    [InlineData("email", "ann@", "invalid_email")]
    [InlineData("email", "a@b@c", "invalid_email")]
    [InlineData("email", "an n@example.org", "invalid_email")]
    [InlineData("phone", "030 1234567", "invalid_phone")]
    [InlineData("phone", "+0301234567", "invalid_phone")]
    [InlineData("phone", "+123456", "invalid_phone")]
    [InlineData("phone", "+1234567890123456", "invalid_phone")]
    [InlineData("phone", "+1 555 CALL NOW", "invalid_phone")]
    [InlineData("phone", "+٣٣٣٣٣٣٣٣", "invalid_phone")]
    [InlineData("code", " ", "missing_identity")]
    [InlineData("code", null, "missing_identity")]
    [InlineData("code", "a\u0001", "invalid_text")]
    public void TryNormalize_faults_are_named(string kind, string? sent, string reason)
    {
        Kinds.Shop.Identities.Find(kind)!.TryNormalize(sent, out var value, out var fault).ShouldBeFalse();

        (fault.Reason, value).ShouldBe((reason, string.Empty));
    }

    [Fact]
    public void TryNormalize_hashes_the_form_and_takes_what_is_hashed()
    {
        var kind = Kinds.Shop.Identities.Find("hashed")!;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("ann@example.org")));

        foreach (var sent in (string[])[" Ann@Example.org", hash, hash.ToUpperInvariant()])
        {
            kind.TryTake(sent, out var value, out _).ShouldBeTrue();
            value.ShouldBe(hash);
        }
    }

    [Theory]
    [InlineData("test@EXAMPLE.com")]
    [InlineData("973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void TryTake_of_a_hashed_kind_refuses_what_is_blocked_hashed_or_not(string sent)
    {
        Kinds.Shop.Identities.Find("hashed")!.TryTake(sent, out _, out var fault).ShouldBeFalse();

        fault.Reason.ShouldBe("blocked_id");
    }

    [Theory]
    [InlineData("email", "TEST@example.com")]
    [InlineData("code", "NULL")]
    [InlineData("device", "00000000-0000-0000-0000-000000000000")]
    public void TryTake_refuses_what_stands_for_nobody_and_TryNormalize_does_not(string kind, string sent)
    {
        var rules = Kinds.Shop.Identities.Find(kind)!;

        rules.TryTake(sent, out var value, out var fault).ShouldBeFalse();
        (fault.Reason, value).ShouldBe(("blocked_id", string.Empty));
        rules.TryNormalize(sent, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryTake_of_users_and_visitors_refuses_what_the_catalog_blocks_alone()
    {
        var user = Kinds.Of(("user", static kind => kind with { Blocked = ["Admin"] })).Identities.Find("user")!;

        user.TryTake("admin", out _, out _).ShouldBeFalse();
        user.TryTake("0", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void All_is_by_priority_and_then_users_visitors_names() =>
        Kinds.Of(
            ("anonymous", static kind => kind with { Priority = 100 }), ("b", static kind => kind with { Priority = 100 }),
            ("a", static kind => kind with { Priority = 100 }), ("z", static kind => kind))
            .Identities.All.Select(static kind => kind.Name).ShouldBe(["user", "anonymous", "a", "b", "z"]);

    [Fact]
    public void Rules_without_a_declaration_are_the_documented_ones()
    {
        var kinds = Kinds.Of(("email", static kind => kind)).Identities;

        kinds.All.Select(static kind => (kind.Name, kind.Priority, kind.Limit, kind.JoinsBySignal, kind.IsHashed)).ShouldBe(
            [("user", 100, 5, true, false), ("email", 50, 10, true, false), ("anonymous", 10, 100, true, false)]);
        Kinds.Of(("email", static kind => kind with { Merge = IdentityMerge.Never })).Identities.Find("email")!.JoinsBySignal.ShouldBeFalse();
    }
}

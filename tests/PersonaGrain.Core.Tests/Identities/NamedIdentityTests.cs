namespace PersonaGrain.Identities;

public sealed class NamedIdentityTests
{
    private static readonly IdentityKinds Known = Kinds.Shop.Identities;

    [Theory]
    [InlineData("v1", "v1", "anonymous:v1")]
    [InlineData("shop:7", "shop:7", "anonymous:shop:7")]
    [InlineData("user:v1", "v1", null)]
    [InlineData("anonymous:v1", "anonymous:v1", null)]
    [InlineData("email:Ann@Example.org", "email:ann@example.org", null)]
    public void TryParse_of_a_plain_text_is_a_user_or_else_a_visitor(string text, string key, string? otherwise)
    {
        NamedIdentity.TryParse(text, Known, out var named, out _).ShouldBeTrue();

        (named.Key.Value, named.Otherwise?.Value).ShouldBe((key, otherwise));
    }

    [Fact]
    public void Otherwise_is_none_where_a_plain_text_is_too_long_for_a_visitor()
    {
        NamedIdentity.TryParse(new string('x', 256), Known, out var named, out _).ShouldBeTrue();

        named.Otherwise.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "missing_profile")]
    [InlineData("a\0", "invalid_text")]
    [InlineData("email:", "missing_identity")]
    [InlineData("email:nobody", "invalid_email")]
    public void TryParse_faults_are_of_the_profile(string text, string reason)
    {
        NamedIdentity.TryParse(text, Known, out _, out var fault).ShouldBeFalse();

        (fault.Reason, fault.Field).ShouldBe((reason, "profile"));
    }

    [Theory]
    [InlineData("v1", "user", "v1")]
    [InlineData("v1", "visitor", "anonymous:v1")]
    [InlineData("v1", "both", "v1")]
    [InlineData("v1", "neither", "anonymous:v1")]
    [InlineData("user:v1", "visitor", "v1")]
    public async Task FindAsync_asks_for_the_visitor_only_where_there_is_no_user(string text, string known, string found)
    {
        NamedIdentity.TryParse(text, Known, out var named, out _).ShouldBeTrue();

        var (key, answer) = await named.FindAsync(asked => new ValueTask<string?>(
            known == "both" || (known == "user" && asked.Value == "v1") || (known == "visitor" && asked.Value == "anonymous:v1") ? asked.Value : null));

        key.Value.ShouldBe(found);
        answer.ShouldBe(known == "neither" || (known == "visitor" && text == "user:v1") ? null : found);
    }
}

using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Tokens;

public sealed class TokenSignerTests
{
    /// <summary>As the version before there were workspaces signed it for ada, with the secret of these tests.</summary>
    private const string TokenOfBefore = "pgt_AQAAAABppC3EYWRh313gV2VxBAjQ3fiErersj2qe0uyOHmS8ML4AzUFnYew";

    private static readonly Instant Added = Instant.FromUtc(2026, 1, 1);
    private static readonly DateTimeOffset Then = new(2026, 3, 1, 12, 15, 0, TimeSpan.Zero);
    private static readonly ProfileId Ada = ProfileId.Parse("ada");

    [Theory]
    [InlineData("ada")]
    [InlineData("größe/注文?&#=")]
    public void Token_reads_back_and_can_stand_in_an_address(string profile)
    {
        var signer = Signer("secret");
        var token = signer.Sign(WorkspaceName.Main, default, ProfileId.Parse(profile), Then);

        signer.Read(token).ShouldBe(new OpenedProfile(WorkspaceName.Main, default, ProfileId.Parse(profile), Then));
        token.ShouldBe(Uri.EscapeDataString(token));
        token.ShouldStartWith("pgt_");
    }

    [Fact]
    public void Longest_profile_fits()
    {
        var longest = ProfileId.Parse(new string('注', ProfileId.MaximumLength));

        Signer("secret").Read(Signer("secret").Sign(WorkspaceName.Parse(new string('w', WorkspaceName.MaximumLength)), Added, longest, Then))!.Profile.ShouldBe(longest);
    }

    [Fact]
    public void Token_of_main_is_as_it_was_before_there_were_other_workspaces() =>
        Signer("secret").Read(TokenOfBefore).ShouldBe(new OpenedProfile(WorkspaceName.Main, default, Ada, Then));

    [Fact]
    public void Token_opens_the_profile_of_its_workspace_only()
    {
        var signer = Signer("secret");

        signer.Read(signer.Sign(WorkspaceName.Parse("acme"), Added, Ada, Then)).ShouldBe(new OpenedProfile(WorkspaceName.Parse("acme"), Added, Ada, Then));
        signer.Sign(WorkspaceName.Parse("acme"), Added, Ada, Then).ShouldNotBe(signer.Sign(WorkspaceName.Main, default, Ada, Then));
    }

    [Fact]
    public void Token_with_any_character_changed_cut_or_added_is_none()
    {
        var signer = Signer("secret");
        var token = signer.Sign(WorkspaceName.Main, default, Ada, Then);

        for (var index = 0; index < token.Length - 1; index++)
        {
            var changed = token.ToCharArray();
            changed[index] = changed[index] == 'A' ? 'B' : 'A';
            signer.Read(new string(changed)).ShouldBeNull();
            signer.Read(token[..index]).ShouldBeNull();
            signer.Read(token.Insert(index, "A")).ShouldBeNull();
        }

        signer.Read(token + "AAAA").ShouldBeNull();
        signer.Read(new string('A', 100_000)).ShouldBeNull();
    }

    [Fact]
    public void Token_of_another_secret_is_none_and_of_a_previous_one_is_good()
    {
        var token = Signer("old").Sign(WorkspaceName.Main, default, Ada, Then);

        Signer("new").Read(token).ShouldBeNull();
        Signer("new", "older", "old").Read(token)!.Profile.ShouldBe(Ada);
        Signer("new", "old").Sign(WorkspaceName.Main, default, Ada, Then).ShouldBe(Signer("new").Sign(WorkspaceName.Main, default, Ada, Then), "the present secret signs");
    }

    [Fact]
    public void Signers_without_a_secret_do_not_know_each_other()
    {
        var one = new TokenSigner(new GatewayTokens());
        var other = new TokenSigner(new GatewayTokens());
        var token = one.Sign(WorkspaceName.Main, default, Ada, Then);

        one.Read(token)!.Profile.ShouldBe(Ada);
        other.Read(token).ShouldBeNull();
        (one.IsTemporary, Signer("secret").IsTemporary).ShouldBe((true, false));
    }

    private static TokenSigner Signer(string secret, params string[] previous)
    {
        var tokens = new GatewayTokens { Secret = secret.PadRight(32, '.') };
        foreach (var text in previous)
        {
            tokens.PreviousSecrets.Add(text.PadRight(32, '.'));
        }

        return new TokenSigner(tokens);
    }
}

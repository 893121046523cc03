using PersonaGrain.Gateway.Keys;

namespace PersonaGrain.Gateway.Tests.Keys;

public sealed class KeyRingTests
{
    [Fact]
    public void Scopes_are_those_of_every_list_that_has_the_key()
    {
        var keys = new GatewayKeys { Write = { "w1", "w2", "both" }, Read = { "r", "both" }, Admin = { "a" }, Token = { "t" } };
        var ring = new KeyRing(keys);

        ring.ScopesOf("w2").ShouldBe(KeyScope.Write);
        ring.ScopesOf("r").ShouldBe(KeyScope.Read);
        ring.ScopesOf("both").ShouldBe(KeyScope.Write | KeyScope.Read);
        ring.ScopesOf("a").ShouldBe(KeyScope.Write | KeyScope.Read | KeyScope.Admin | KeyScope.Token);
        ring.ScopesOf("t").ShouldBe(KeyScope.Token);
        ring.ScopesOf("w").ShouldBe(KeyScope.None);
        ring.ScopesOf(new string('k', 5_000)).ShouldBe(KeyScope.None);
        ring.IsOpen.ShouldBeFalse();
        new KeyRing(new GatewayKeys()).IsOpen.ShouldBeTrue();
    }
}

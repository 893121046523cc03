using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>Who sees pages, and what a browser is bound to.</summary>
[Collection(DashboardPages.Name)]
public sealed class AccessTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Sign_in_with_a_key_that_reads_leads_to_the_page_that_was_asked_for()
    {
        await using var visit = await dashboard.VisitAsync();

        await visit.SignInAsync(DashboardFixture.ReadKey, "/segments/champions");

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "champions" }));
        var cookie = (await visit.Page.Context.CookiesAsync()).Single(static one => one.Name == "personagrain-session");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.SameSite.ShouldBe(SameSiteAttribute.Strict);
        cookie.Value.ShouldNotContain(DashboardFixture.ReadKey);
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Sign_in_with_another_key_says_why_not()
    {
        await using var visit = await dashboard.VisitAsync();

        await visit.SignInAsync("guessed");
        await visit.SeeAsync("not known here");
        await visit.SignInAsync(DashboardFixture.WriteKey);
        await visit.SeeAsync("may not read");

        (await visit.BarriersAsync()).ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Sign_out_ends_the_session()
    {
        await using var visit = await dashboard.VisitAsync();
        await visit.SignInAsync(DashboardFixture.AdminKey);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByLabel("API key"));
        await visit.Page.GotoAsync("/live");

        await visit.SeeAsync(visit.Page.GetByLabel("API key"));
    }

    [Fact]
    public async Task File_of_a_page_takes_a_session_and_no_key_of_the_api_in_its_place()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/segments/champions/members.csv");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DashboardFixture.ReadKey);

        using var answer = await dashboard.Server.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "a form that is led to would be saved as the file");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("sign in on the page again");
    }

    [BrowserFact]
    public async Task Sign_out_of_one_page_ends_the_others_of_the_browser()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/", "Segments");
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/live");
        await visit.SeeAsync(other.GetByRole(AriaRole.Heading, new() { Name = "Live" }));

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await other.WaitForURLAsync("**/sign-in?fault=Ended");
    }

    [BrowserFact]
    public async Task Page_ends_when_its_key_is_taken_away()
    {
        var (id, key) = await dashboard.Server.AddKeyAsync(DashboardFixture.AdminKey);
        await using var visit = await dashboard.VisitAsync();
        await visit.SignInAsync(key);
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Segments" }));

        await dashboard.Server.RemoveKeyAsync(DashboardFixture.AdminKey, id);

        await visit.Page.WaitForURLAsync("**/sign-in?fault=Ended");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Alert));
        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldStartWith("The session has ended");
    }

    [Theory]
    [InlineData("/", "/sign-in?return=%2F")]
    [InlineData("/segments/champions", "/sign-in?return=%2Fsegments%2Fchampions")]
    public async Task Page_without_a_session_leads_to_the_sign_in(string path, string where)
    {
        using var answer = await dashboard.Server.Client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe(where);
    }

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/session")]
    public async Task Connection_without_a_session_is_refused(string path)
    {
        using var request = new HttpRequestMessage(path.StartsWith("/_", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);
        using var answer = await dashboard.Server.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task Page_of_another_origin_is_refused(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var answer = await dashboard.Server.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("origin_not_allowed");
    }

    [Fact]
    public async Task Sign_in_without_its_token_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("key", DashboardFixture.ReadKey)]);

        using var answer = await dashboard.Server.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Page_binds_the_browser_to_this_server_alone()
    {
        using var answer = await dashboard.Server.Client.GetAsync(new Uri("/sign-in", UriKind.Relative));

        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-eval");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("http");
    }

    [Theory]
    [InlineData("/v1/segments", 401)]
    [InlineData("/nothing", 404)]
    [InlineData("/health/ready", 200)]
    [InlineData("/docs/", 200)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Api_answers_as_without_pages(string path, int status)
    {
        using var answer = await dashboard.Server.Client.GetAsync(new Uri(path, UriKind.Relative));

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Headers.Contains("Content-Security-Policy").ShouldBeFalse();
        if (status >= 400)
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }
}

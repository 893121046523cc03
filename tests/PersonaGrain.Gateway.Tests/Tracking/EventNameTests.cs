using PersonaGrain.Gateway.Tracking;

namespace PersonaGrain.Gateway.Tests.Tracking;

public sealed class EventNameTests
{
    [Theory]
    [InlineData("Product Viewed", "product_viewed")]
    [InlineData("Cafe\u0301 Visite\u0301", "caf\u00E9_visit\u00E9")]
    [InlineData("product_viewed", "product_viewed")]
    [InlineData("productViewed", "product_viewed")]
    [InlineData("  Product -- Viewed! ", "product_viewed")]
    [InlineData("HTTPRequest Sent", "http_request_sent")]
    [InlineData("Viewed 3D Model", "viewed_3d_model")]
    [InlineData("Größe Gewählt", "größe_gewählt")]
    [InlineData("Añadido al carrito", "añadido_al_carrito")]
    [InlineData("注文完了", "注文完了")]
    [InlineData("ऑर्डर पूरा", "ऑर्डर_पूरा")]
    [InlineData("１番", "event_１番")]
    [InlineData("step2Done", "step2_done")]
    [InlineData("2nd Step Done", "event_2nd_step_done")]
    [InlineData("🙂", "")]
    public void ToSignalType_is_snake_case(string name, string type) => EventName.ToSignalType(name).ShouldBe(type);
}

// Lets the phone say where it is, once, to about a kilometre. Without this file one writes the gewog.
const form = document.querySelector("form[data-position]");
if (form && "geolocation" in navigator) {
  const { latitude, longitude } = form.elements;
  const refused = document.querySelector("[data-position-refused]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refused.hidden = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(2);
        longitude.value = coords.longitude.toFixed(2);
        form.submit();
      },
      () => {
        refused.hidden = false;
      },
      { maximumAge: 600000, timeout: 20000 },
    );
  });
}
